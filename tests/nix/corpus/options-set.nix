{ lib }:
with lib.kernel;
{
  ACPI_WMI = module;
  ASUS_WMI = module;
}
