-- Who else is away at a time is asked with every leave.
CREATE INDEX IF NOT EXISTS leave_by_last_day ON leave_register (last_day, first_day);
