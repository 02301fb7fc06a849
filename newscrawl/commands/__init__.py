"""One file a command. All are imported on every call, so what is heavy is imported inside `work`."""
