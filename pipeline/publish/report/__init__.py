"""Tell inspectors what the published database says: workbooks, a checklist, and the figures for pages."""
