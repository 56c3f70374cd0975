CREATE TABLE "dismissals" (
	"id" uuid PRIMARY KEY NOT NULL,
	"reseller_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"row_id" uuid NOT NULL,
	"was" text NOT NULL,
	"as_of" timestamp (3) with time zone NOT NULL,
	"because" text NOT NULL,
	"user_name" text NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
ALTER TABLE "resellers" ADD COLUMN "digest" boolean DEFAULT true NOT NULL;--> statement-breakpoint
ALTER TABLE "resellers" ADD COLUMN "digest_day" date;--> statement-breakpoint
ALTER TABLE "dismissals" ADD CONSTRAINT "dismissals_reseller_id_resellers_id_fk" FOREIGN KEY ("reseller_id") REFERENCES "public"."resellers"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "dismissals_once" ON "dismissals" USING btree ("reseller_id","kind","row_id");--> statement-breakpoint
CREATE INDEX "dismissals_list" ON "dismissals" USING btree ("reseller_id","created_at","id");--> statement-breakpoint
CREATE INDEX "messages_problem" ON "messages" USING btree ("reseller_id","created_at","id") WHERE "messages"."state" in ('unknown', 'failed', 'expired');--> statement-breakpoint
CREATE INDEX "messages_moving" ON "messages" USING btree ("reseller_id","created_at","id") WHERE "messages"."state" in ('queued', 'sending') and "messages"."channel" <> 'manual';