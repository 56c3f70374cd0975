CREATE TABLE "import_batches" (
	"id" uuid PRIMARY KEY NOT NULL,
	"reseller_id" uuid NOT NULL,
	"user_id" uuid NOT NULL,
	"user_name" text NOT NULL,
	"file_name" text NOT NULL,
	"source" text NOT NULL,
	"row_count" integer NOT NULL,
	"head_sealed" text NOT NULL,
	"head_keys" jsonb NOT NULL,
	"fields" jsonb NOT NULL,
	"server_id" uuid,
	"plan_id" uuid,
	"plan_names" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"unknown_plans" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"existing" text DEFAULT 'update' NOT NULL,
	"on_panel" boolean DEFAULT false NOT NULL,
	"state" text DEFAULT 'mapping' NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"finished_at" timestamp (3) with time zone,
	"forgotten_at" timestamp (3) with time zone,
	CONSTRAINT "import_batches_scope" UNIQUE("reseller_id","id")
);
--> statement-breakpoint
CREATE TABLE "import_rows" (
	"batch_id" uuid NOT NULL,
	"n" integer NOT NULL,
	"reseller_id" uuid NOT NULL,
	"cells_sealed" text NOT NULL,
	"key" text,
	"verdict" text,
	"problems" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"skip" boolean DEFAULT false NOT NULL,
	"state" text DEFAULT 'waiting' NOT NULL,
	"reason" text,
	"client_id" uuid,
	"before" jsonb,
	"written" text,
	CONSTRAINT "import_rows_batch_id_n_pk" PRIMARY KEY("batch_id","n")
);
--> statement-breakpoint
ALTER TABLE "import_batches" ADD CONSTRAINT "import_batches_reseller_id_resellers_id_fk" FOREIGN KEY ("reseller_id") REFERENCES "public"."resellers"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "import_batches" ADD CONSTRAINT "import_batches_reseller_id_server_id_servers_reseller_id_id_fk" FOREIGN KEY ("reseller_id","server_id") REFERENCES "public"."servers"("reseller_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "import_batches" ADD CONSTRAINT "import_batches_reseller_id_plan_id_plans_reseller_id_id_fk" FOREIGN KEY ("reseller_id","plan_id") REFERENCES "public"."plans"("reseller_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "import_rows" ADD CONSTRAINT "import_rows_reseller_id_batch_id_import_batches_reseller_id_id_fk" FOREIGN KEY ("reseller_id","batch_id") REFERENCES "public"."import_batches"("reseller_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "import_batches_list" ON "import_batches" USING btree ("reseller_id","created_at");--> statement-breakpoint
CREATE INDEX "import_batches_due" ON "import_batches" USING btree ("created_at") WHERE "import_batches"."state" in ('running', 'undoing');--> statement-breakpoint
CREATE INDEX "import_rows_by_state" ON "import_rows" USING btree ("batch_id","state","n");--> statement-breakpoint
CREATE INDEX "import_rows_by_key" ON "import_rows" USING btree ("batch_id","key");