{ lib, ... }: {
	boot = {
		kernelPatches = [{
			name = "kiosk";
			patch = null;
			structuredExtraConfig = with lib.kernel; {
				VT = yes;
				MAGIC_SYSRQ = lib.mkForce no;
			};
		}];
	};
}
