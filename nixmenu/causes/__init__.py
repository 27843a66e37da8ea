"""Why an option is what it is: from its value back to the answers, or the facts, that decide about it."""
