CREATE TABLE "panel_hours" (
	"server_id" uuid NOT NULL,
	"reseller_id" uuid NOT NULL,
	"hour" timestamp (3) with time zone NOT NULL,
	"calls" integer DEFAULT 0 NOT NULL,
	"failures" integer DEFAULT 0 NOT NULL,
	"took" integer[] NOT NULL,
	"max_ms" integer DEFAULT 0 NOT NULL,
	CONSTRAINT "panel_hours_server_id_hour_pk" PRIMARY KEY("server_id","hour")
);
--> statement-breakpoint
ALTER TABLE "account_tasks" ADD COLUMN "credits" integer;--> statement-breakpoint
ALTER TABLE "account_tasks" ADD COLUMN "moved" jsonb;--> statement-breakpoint
ALTER TABLE "account_tasks" ADD COLUMN "username" text;--> statement-breakpoint
ALTER TABLE "renewal_intents" ADD COLUMN "credits" integer;--> statement-breakpoint
ALTER TABLE "servers" ADD COLUMN "credits_left" integer;--> statement-breakpoint
ALTER TABLE "servers" ADD COLUMN "credits_counted_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "servers" ADD COLUMN "credits_warn_below" integer;--> statement-breakpoint
ALTER TABLE "servers" ADD COLUMN "credits_told_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "panel_hours" ADD CONSTRAINT "panel_hours_reseller_id_server_id_servers_reseller_id_id_fk" FOREIGN KEY ("reseller_id","server_id") REFERENCES "public"."servers"("reseller_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "panel_hours_old" ON "panel_hours" USING btree ("hour");