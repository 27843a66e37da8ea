{ lib, ... }:
{ boot.kernelPatches = [ { name = "grüße"; patch = null; structuredExtraConfig = { A = lib.kernel.yes; /* ÿ */ }; } ]; }
