ALTER TABLE "channels" ADD COLUMN "reason" text;--> statement-breakpoint
ALTER TABLE "channels" ADD COLUMN "next_send_at" timestamp (3) with time zone;