"""What a site publishes beside its pages, one file each: feeds, calendars, data, badges."""
