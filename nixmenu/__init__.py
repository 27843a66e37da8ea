"""menuconfig for kernels that NixOS builds."""

__version__ = "0.1.0"
