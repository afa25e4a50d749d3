"""Reports: one function each; screen, API, CSV, XLSX and PDF all show what it returns."""
