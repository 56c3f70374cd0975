ALTER TABLE "clients" ADD COLUMN "username_from" text DEFAULT 'fixed' NOT NULL;--> statement-breakpoint
ALTER TABLE "clients" ADD COLUMN "password_from" text DEFAULT 'fixed' NOT NULL;