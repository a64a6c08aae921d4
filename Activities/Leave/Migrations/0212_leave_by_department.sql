-- Who else of a department is away is asked with every leave: its leave lies together, instead of being looked up colleague by colleague.

ALTER TABLE leave_register ADD COLUMN department TEXT;
UPDATE leave_register SET department = (SELECT p.department FROM people p WHERE p.id = leave_register.person_id);
CREATE INDEX IF NOT EXISTS leave_by_department ON leave_register (department, last_day, first_day);
DROP INDEX IF EXISTS people_by_department;
