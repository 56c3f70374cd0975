CREATE TABLE "sync_listed" (
	"reseller_id" uuid NOT NULL,
	"run_id" uuid NOT NULL,
	"username" text NOT NULL,
	"customer" jsonb NOT NULL,
	"read_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "sync_listed_run_id_username_pk" PRIMARY KEY("run_id","username")
);
--> statement-breakpoint
ALTER TABLE "sync_batches" ADD COLUMN "kind" text DEFAULT 'update' NOT NULL;--> statement-breakpoint
ALTER TABLE "sync_runs" ADD COLUMN "list_state" text DEFAULT 'none' NOT NULL;--> statement-breakpoint
ALTER TABLE "sync_runs" ADD COLUMN "list_page" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "sync_runs" ADD COLUMN "list_pages" integer;--> statement-breakpoint
ALTER TABLE "sync_runs" ADD COLUMN "list_skipped" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "sync_listed" ADD CONSTRAINT "sync_listed_reseller_id_run_id_sync_runs_reseller_id_id_fk" FOREIGN KEY ("reseller_id","run_id") REFERENCES "public"."sync_runs"("reseller_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "sync_rows_unknown" ON "sync_rows" USING btree ("run_id","username") WHERE "sync_rows"."class" = 'missing_here';