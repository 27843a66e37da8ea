{ lib, ... }:
{
    boot.kernelPatches =
    [
        {
            name                  = "aligned";
            patch                 = null;
            structuredExtraConfig = with lib.kernel;
            {
                DRM_I915          = lib.mkForce yes;    # eingebaut, für frühes Bild
                DRM_I915_GVT      = lib.mkForce no;
                FB_EFI            = yes;
            };
        }
    ];
}
