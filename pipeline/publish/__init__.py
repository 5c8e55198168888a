"""Write what leaves the pipeline: database, manifests, reports, feedback, the summary."""
