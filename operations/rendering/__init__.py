"""The one report table as CSV, HXL, XLSX, PDF and JSON. Nothing here decides a figure."""
