ALTER TABLE "servers" ADD COLUMN "credits_out_at" timestamp (3) with time zone;--> statement-breakpoint
UPDATE "servers" SET "credits_out_at" = "circuit_opened_at" WHERE "circuit" = 'paused';