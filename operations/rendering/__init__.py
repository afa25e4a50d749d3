"""The one report table as files: CSV, HXL, XLSX, PDF, and as the answer of the API. Nothing here decides a figure."""
