-- What a task says in each language, where the process has more than one: JSON, title and body by language.

ALTER TABLE task_terms ADD COLUMN texts TEXT;
