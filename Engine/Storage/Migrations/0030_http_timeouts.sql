-- How long the request that ends a wait may take, in milliseconds; null: without a limit.

ALTER TABLE http_waits ADD COLUMN timeout BIGINT;
