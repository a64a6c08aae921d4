-- Every question is about the leave of somebody from some day on. By their last days it finds that at once; by their first days it read all that anybody ever took.
DROP INDEX IF EXISTS leave_by_person;
CREATE INDEX IF NOT EXISTS leave_by_person_and_last_day ON leave_register (person_id, last_day);
