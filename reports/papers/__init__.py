"""The papers that the installation makes of its figures."""
