"""What the machine does to the installation: power cuts, full disks, lost databases."""
