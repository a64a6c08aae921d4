-- Who else is away is looked up colleague by colleague, so the days of everybody need no index.
DROP INDEX IF EXISTS leave_by_last_day;
CREATE INDEX IF NOT EXISTS people_by_department ON people (department);
