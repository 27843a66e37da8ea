{ lib, ... }:
{
	boot.kernelPatches = [
		{
			name	= "aligned-by-tabs";
			patch	= null;
			structuredExtraConfig = with lib.kernel; {
				MMC		= yes;	# 卡
				MMC_BLOCK	= yes;
				MMC_SDHCI	= module;
			};
		}
	];
}