{ lib, ... }:
{
	boot.kernelPatches = [
		{
			name = "tabbed";
			patch = null;
			features = {
				ia32Emulation = false;
			};
			structuredExtraConfig = with lib.kernel; {
				COMPAT_VDSO = lib.mkForce no;
				IA32_EMULATION = lib.mkForce no;
			};
		}
	];
}
