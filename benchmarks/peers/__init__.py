"""The engines that are compared, ours among them, each behind the same few calls."""
