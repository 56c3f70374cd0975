ALTER TABLE "sheet_rows" ADD COLUMN "posted_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "sheet_rows" ADD COLUMN "recalled_at" timestamp (3) with time zone;