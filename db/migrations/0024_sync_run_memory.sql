ALTER TABLE "sync_runs" ADD COLUMN "server_version" integer;--> statement-breakpoint
ALTER TABLE "sync_runs" ADD COLUMN "left_count" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "sync_runs" ADD COLUMN "owed" jsonb DEFAULT '{"failed":0,"left":[]}'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "sync_runs" ADD COLUMN "heard_at" timestamp (3) with time zone;--> statement-breakpoint
-- What is known of runs of before: that they read the server as it is now.
UPDATE "sync_runs" r SET "server_version" = s."version" FROM "servers" s WHERE s."id" = r."server_id";
