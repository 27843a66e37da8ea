{ lib }: with lib; with kernel;
[
	{
		name = "tabs";
		patch = null;
		structuredExtraConfig = {
			ATH11K = module;
			ATH11K_PCI = mkForce module;
		};
	}
]
