CREATE TABLE "group_admins" (
	"id" uuid PRIMARY KEY NOT NULL,
	"reseller_id" uuid NOT NULL,
	"group_id" uuid,
	"phone" text NOT NULL,
	"name" text NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "group_admins_once" UNIQUE NULLS NOT DISTINCT("reseller_id","group_id","phone")
);
--> statement-breakpoint
CREATE TABLE "groups" (
	"id" uuid PRIMARY KEY NOT NULL,
	"reseller_id" uuid NOT NULL,
	"name" text NOT NULL,
	"jid" text,
	"slot_mb" integer,
	"slot_cents" integer,
	"orders_sheet_id" uuid,
	"payments_sheet_id" uuid,
	"archived_at" timestamp (3) with time zone,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "groups_scope" UNIQUE("reseller_id","id")
);
--> statement-breakpoint
CREATE TABLE "price_tables" (
	"id" uuid PRIMARY KEY NOT NULL,
	"reseller_id" uuid NOT NULL,
	"group_id" uuid NOT NULL,
	"version" integer NOT NULL,
	"source" text DEFAULT '' NOT NULL,
	"user_name" text NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "price_tables_scope" UNIQUE("reseller_id","id"),
	CONSTRAINT "price_tables_version" UNIQUE("reseller_id","group_id","version")
);
--> statement-breakpoint
CREATE TABLE "prices" (
	"id" uuid PRIMARY KEY NOT NULL,
	"reseller_id" uuid NOT NULL,
	"table_id" uuid NOT NULL,
	"position" integer NOT NULL,
	"price_cents" integer NOT NULL,
	"mb" integer NOT NULL,
	"days" integer,
	"label" text NOT NULL,
	"chosen" boolean DEFAULT false NOT NULL,
	CONSTRAINT "prices_positive" CHECK ("prices"."price_cents" > 0 and "prices"."mb" > 0 and ("prices"."days" is null or "prices"."days" between 1 and 365))
);
--> statement-breakpoint
CREATE TABLE "wa_identities" (
	"reseller_id" uuid NOT NULL,
	"lid" text NOT NULL,
	"phone" text,
	"name" text,
	"seen_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "wa_identities_reseller_id_lid_pk" PRIMARY KEY("reseller_id","lid")
);
--> statement-breakpoint
CREATE TABLE "package_imports" (
	"id" uuid PRIMARY KEY NOT NULL,
	"reseller_id" uuid NOT NULL,
	"user_name" text NOT NULL,
	"state" text NOT NULL,
	"plan" jsonb NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"applied_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "package_references" (
	"reseller_id" uuid NOT NULL,
	"ref_key" text NOT NULL,
	"subscription_id" uuid,
	CONSTRAINT "package_references_reseller_id_ref_key_pk" PRIMARY KEY("reseller_id","ref_key")
);
--> statement-breakpoint
CREATE TABLE "package_settings" (
	"reseller_id" uuid PRIMARY KEY NOT NULL,
	"late_policy" text DEFAULT 'deliver' NOT NULL,
	"slot_mb" integer DEFAULT 100 NOT NULL,
	"slot_cents" integer DEFAULT 1250 NOT NULL,
	"bonus_every" integer,
	"bonus_mb" integer DEFAULT 0 NOT NULL,
	"notice" boolean DEFAULT true NOT NULL,
	"orders_sheet_id" uuid,
	"payments_sheet_id" uuid,
	CONSTRAINT "package_settings_sane" CHECK ("package_settings"."slot_mb" > 0 and "package_settings"."slot_cents" >= 0 and ("package_settings"."bonus_every" is null or "package_settings"."bonus_every" > 1) and "package_settings"."bonus_mb" >= 0)
);
--> statement-breakpoint
CREATE TABLE "package_slots" (
	"id" uuid PRIMARY KEY NOT NULL,
	"reseller_id" uuid NOT NULL,
	"subscription_id" uuid NOT NULL,
	"k" integer NOT NULL,
	"reference" text NOT NULL,
	"ref_key" text NOT NULL,
	"mb" integer NOT NULL,
	"cents" integer NOT NULL,
	"due_at" timestamp (3) with time zone NOT NULL,
	"state" text NOT NULL,
	"released" boolean DEFAULT false NOT NULL,
	"sent_at" timestamp (3) with time zone,
	"ordered_at" timestamp (3) with time zone,
	"delivered_at" timestamp (3) with time zone,
	CONSTRAINT "package_slots_scope" UNIQUE("reseller_id","id"),
	CONSTRAINT "package_slots_k" CHECK ("package_slots"."k" >= 1),
	CONSTRAINT "package_slots_delivered" CHECK (("package_slots"."state" = 'delivered') = ("package_slots"."delivered_at" is not null))
);
--> statement-breakpoint
CREATE TABLE "package_subscriptions" (
	"id" uuid PRIMARY KEY NOT NULL,
	"reseller_id" uuid NOT NULL,
	"group_id" uuid,
	"number" text NOT NULL,
	"reference" text NOT NULL,
	"ref_key" text NOT NULL,
	"days" integer NOT NULL,
	"type_name" text NOT NULL,
	"mode" text NOT NULL,
	"start_at" timestamp (3) with time zone NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	"slot_mb" integer NOT NULL,
	"slot_cents" integer NOT NULL,
	"initial_mb" integer,
	"initial_cents" integer,
	"bonus_mb" integer DEFAULT 0 NOT NULL,
	"state" text NOT NULL,
	"paused_at" timestamp (3) with time zone,
	"shift_ms" bigint DEFAULT 0 NOT NULL,
	"closed_at" timestamp (3) with time zone,
	"next_run_at" timestamp (3) with time zone NOT NULL,
	"notice_at" timestamp (3) with time zone,
	"link_hash" text NOT NULL,
	"link_encrypted" text NOT NULL,
	"imported_at" timestamp (3) with time zone,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "package_subscriptions_scope" UNIQUE("reseller_id","id"),
	CONSTRAINT "package_subscriptions_paused" CHECK (("package_subscriptions"."state" = 'paused') = ("package_subscriptions"."paused_at" is not null)),
	CONSTRAINT "package_subscriptions_closed" CHECK (("package_subscriptions"."state" in ('cancelled', 'ended')) = ("package_subscriptions"."closed_at" is not null))
);
--> statement-breakpoint
CREATE TABLE "package_types" (
	"id" uuid PRIMARY KEY NOT NULL,
	"reseller_id" uuid NOT NULL,
	"group_id" uuid,
	"days" integer NOT NULL,
	"name" text NOT NULL,
	"slot_mb" integer,
	"slot_cents" integer,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "package_types_once" UNIQUE NULLS NOT DISTINCT("reseller_id","group_id","days"),
	CONSTRAINT "package_types_days" CHECK ("package_types"."days" between 1 and 365)
);
--> statement-breakpoint
CREATE TABLE "access_keys" (
	"reseller_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"key_hash" text NOT NULL,
	"key_encrypted" text NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"last_used_at" timestamp (3) with time zone,
	CONSTRAINT "access_keys_reseller_id_kind_pk" PRIMARY KEY("reseller_id","kind")
);
--> statement-breakpoint
CREATE TABLE "receipts" (
	"id" uuid PRIMARY KEY NOT NULL,
	"reseller_id" uuid NOT NULL,
	"side" text NOT NULL,
	"provider" text NOT NULL,
	"reference" text NOT NULL,
	"ref_key" text NOT NULL,
	"amount_cents" integer NOT NULL,
	"party" text,
	"body" text NOT NULL,
	"group_id" uuid,
	"number" text,
	"author" text,
	"state" text NOT NULL,
	"reason" text,
	"subscription_id" uuid,
	"told_at" timestamp (3) with time zone,
	"next_run_at" timestamp (3) with time zone NOT NULL,
	"received_at" timestamp (3) with time zone NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "receipts_scope" UNIQUE("reseller_id","id")
);
--> statement-breakpoint
CREATE TABLE "sheet_gates" (
	"url_hash" text PRIMARY KEY NOT NULL,
	"allowed" integer DEFAULT 2 NOT NULL,
	"failures" integer DEFAULT 0 NOT NULL,
	"blocked_until" timestamp (3) with time zone,
	"reason" text,
	"answered_at" timestamp (3) with time zone,
	"lease_token" integer DEFAULT 0 NOT NULL,
	"lease_until" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "sheet_rows" (
	"id" uuid PRIMARY KEY NOT NULL,
	"reseller_id" uuid NOT NULL,
	"book" text NOT NULL,
	"sheet_id" uuid,
	"reference" text NOT NULL,
	"ref_key" text NOT NULL,
	"value" text NOT NULL,
	"number" text NOT NULL,
	"chat" text DEFAULT '' NOT NULL,
	"message" text NOT NULL,
	"subscription_id" uuid,
	"slot_id" uuid,
	"state" text NOT NULL,
	"attempts" integer DEFAULT 0 NOT NULL,
	"failures" integer DEFAULT 0 NOT NULL,
	"reason" text,
	"evidence" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"lease_token" integer DEFAULT 0 NOT NULL,
	"next_run_at" timestamp (3) with time zone NOT NULL,
	"done_at" timestamp (3) with time zone,
	"phone_state" text,
	"phone_lease_until" timestamp (3) with time zone,
	"phone_at" timestamp (3) with time zone,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "sheets" (
	"id" uuid PRIMARY KEY NOT NULL,
	"reseller_id" uuid NOT NULL,
	"book" text NOT NULL,
	"url_encrypted" text NOT NULL,
	"url_hash" text NOT NULL,
	"shown" text NOT NULL,
	"at_once" integer DEFAULT 8 NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "sheets_scope" UNIQUE("reseller_id","id")
);
--> statement-breakpoint
ALTER TABLE "messages" ALTER COLUMN "client_id" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "channels" ADD COLUMN "secret_encrypted" text;--> statement-breakpoint
ALTER TABLE "messages" ADD COLUMN "chat" text;--> statement-breakpoint
ALTER TABLE "group_admins" ADD CONSTRAINT "group_admins_reseller_id_resellers_id_fk" FOREIGN KEY ("reseller_id") REFERENCES "public"."resellers"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "group_admins" ADD CONSTRAINT "group_admins_reseller_id_group_id_groups_reseller_id_id_fk" FOREIGN KEY ("reseller_id","group_id") REFERENCES "public"."groups"("reseller_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "groups" ADD CONSTRAINT "groups_reseller_id_resellers_id_fk" FOREIGN KEY ("reseller_id") REFERENCES "public"."resellers"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "groups" ADD CONSTRAINT "groups_reseller_id_orders_sheet_id_sheets_reseller_id_id_fk" FOREIGN KEY ("reseller_id","orders_sheet_id") REFERENCES "public"."sheets"("reseller_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "groups" ADD CONSTRAINT "groups_reseller_id_payments_sheet_id_sheets_reseller_id_id_fk" FOREIGN KEY ("reseller_id","payments_sheet_id") REFERENCES "public"."sheets"("reseller_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "price_tables" ADD CONSTRAINT "price_tables_reseller_id_resellers_id_fk" FOREIGN KEY ("reseller_id") REFERENCES "public"."resellers"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "price_tables" ADD CONSTRAINT "price_tables_reseller_id_group_id_groups_reseller_id_id_fk" FOREIGN KEY ("reseller_id","group_id") REFERENCES "public"."groups"("reseller_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "prices" ADD CONSTRAINT "prices_reseller_id_table_id_price_tables_reseller_id_id_fk" FOREIGN KEY ("reseller_id","table_id") REFERENCES "public"."price_tables"("reseller_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "wa_identities" ADD CONSTRAINT "wa_identities_reseller_id_resellers_id_fk" FOREIGN KEY ("reseller_id") REFERENCES "public"."resellers"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "package_imports" ADD CONSTRAINT "package_imports_reseller_id_resellers_id_fk" FOREIGN KEY ("reseller_id") REFERENCES "public"."resellers"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "package_references" ADD CONSTRAINT "package_references_reseller_id_resellers_id_fk" FOREIGN KEY ("reseller_id") REFERENCES "public"."resellers"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "package_settings" ADD CONSTRAINT "package_settings_reseller_id_resellers_id_fk" FOREIGN KEY ("reseller_id") REFERENCES "public"."resellers"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "package_settings" ADD CONSTRAINT "package_settings_reseller_id_orders_sheet_id_sheets_reseller_id_id_fk" FOREIGN KEY ("reseller_id","orders_sheet_id") REFERENCES "public"."sheets"("reseller_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "package_settings" ADD CONSTRAINT "package_settings_reseller_id_payments_sheet_id_sheets_reseller_id_id_fk" FOREIGN KEY ("reseller_id","payments_sheet_id") REFERENCES "public"."sheets"("reseller_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "package_slots" ADD CONSTRAINT "package_slots_reseller_id_subscription_id_package_subscriptions_reseller_id_id_fk" FOREIGN KEY ("reseller_id","subscription_id") REFERENCES "public"."package_subscriptions"("reseller_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "package_subscriptions" ADD CONSTRAINT "package_subscriptions_reseller_id_resellers_id_fk" FOREIGN KEY ("reseller_id") REFERENCES "public"."resellers"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "package_subscriptions" ADD CONSTRAINT "package_subscriptions_reseller_id_group_id_groups_reseller_id_id_fk" FOREIGN KEY ("reseller_id","group_id") REFERENCES "public"."groups"("reseller_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "package_types" ADD CONSTRAINT "package_types_reseller_id_resellers_id_fk" FOREIGN KEY ("reseller_id") REFERENCES "public"."resellers"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "package_types" ADD CONSTRAINT "package_types_reseller_id_group_id_groups_reseller_id_id_fk" FOREIGN KEY ("reseller_id","group_id") REFERENCES "public"."groups"("reseller_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "access_keys" ADD CONSTRAINT "access_keys_reseller_id_resellers_id_fk" FOREIGN KEY ("reseller_id") REFERENCES "public"."resellers"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "receipts" ADD CONSTRAINT "receipts_reseller_id_resellers_id_fk" FOREIGN KEY ("reseller_id") REFERENCES "public"."resellers"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "receipts" ADD CONSTRAINT "receipts_reseller_id_group_id_groups_reseller_id_id_fk" FOREIGN KEY ("reseller_id","group_id") REFERENCES "public"."groups"("reseller_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "receipts" ADD CONSTRAINT "receipts_reseller_id_subscription_id_package_subscriptions_reseller_id_id_fk" FOREIGN KEY ("reseller_id","subscription_id") REFERENCES "public"."package_subscriptions"("reseller_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sheet_rows" ADD CONSTRAINT "sheet_rows_reseller_id_resellers_id_fk" FOREIGN KEY ("reseller_id") REFERENCES "public"."resellers"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sheet_rows" ADD CONSTRAINT "sheet_rows_reseller_id_sheet_id_sheets_reseller_id_id_fk" FOREIGN KEY ("reseller_id","sheet_id") REFERENCES "public"."sheets"("reseller_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sheets" ADD CONSTRAINT "sheets_reseller_id_resellers_id_fk" FOREIGN KEY ("reseller_id") REFERENCES "public"."resellers"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "groups_jid" ON "groups" USING btree ("reseller_id","jid");--> statement-breakpoint
CREATE INDEX "prices_of_table" ON "prices" USING btree ("reseller_id","table_id","position");--> statement-breakpoint
CREATE INDEX "package_imports_list" ON "package_imports" USING btree ("reseller_id","created_at");--> statement-breakpoint
CREATE UNIQUE INDEX "package_slots_once" ON "package_slots" USING btree ("subscription_id","k");--> statement-breakpoint
CREATE UNIQUE INDEX "package_slots_reference" ON "package_slots" USING btree ("reseller_id","ref_key");--> statement-breakpoint
CREATE INDEX "package_slots_open" ON "package_slots" USING btree ("reseller_id","due_at") WHERE "package_slots"."state" in ('owed', 'held', 'sending');--> statement-breakpoint
CREATE INDEX "package_slots_review" ON "package_slots" USING btree ("reseller_id") WHERE "package_slots"."state" in ('held', 'review');--> statement-breakpoint
CREATE INDEX "package_slots_ordered" ON "package_slots" USING btree ("reseller_id","ordered_at");--> statement-breakpoint
CREATE UNIQUE INDEX "package_subscriptions_reference" ON "package_subscriptions" USING btree ("reseller_id","ref_key");--> statement-breakpoint
CREATE UNIQUE INDEX "package_subscriptions_link" ON "package_subscriptions" USING btree ("link_hash");--> statement-breakpoint
CREATE INDEX "package_subscriptions_list" ON "package_subscriptions" USING btree ("reseller_id","state","expires_at","id");--> statement-breakpoint
CREATE INDEX "package_subscriptions_number" ON "package_subscriptions" USING btree ("reseller_id","number");--> statement-breakpoint
CREATE INDEX "package_subscriptions_due" ON "package_subscriptions" USING btree ("next_run_at") WHERE "package_subscriptions"."state" = 'active';--> statement-breakpoint
CREATE UNIQUE INDEX "access_keys_hash" ON "access_keys" USING btree ("key_hash");--> statement-breakpoint
CREATE UNIQUE INDEX "receipts_once" ON "receipts" USING btree ("reseller_id","side","ref_key");--> statement-breakpoint
CREATE INDEX "receipts_list" ON "receipts" USING btree ("reseller_id","received_at","id");--> statement-breakpoint
CREATE INDEX "receipts_due" ON "receipts" USING btree ("next_run_at") WHERE "receipts"."state" = 'open';--> statement-breakpoint
CREATE INDEX "receipts_review" ON "receipts" USING btree ("reseller_id","received_at") WHERE "receipts"."state" = 'review';--> statement-breakpoint
CREATE UNIQUE INDEX "sheet_rows_once" ON "sheet_rows" USING btree ("reseller_id","book","ref_key");--> statement-breakpoint
CREATE INDEX "sheet_rows_due" ON "sheet_rows" USING btree ("sheet_id","next_run_at") WHERE "sheet_rows"."state" in ('queued', 'sending');--> statement-breakpoint
CREATE INDEX "sheet_rows_for_phone" ON "sheet_rows" USING btree ("reseller_id","book","id") WHERE "sheet_rows"."sheet_id" is null and "sheet_rows"."phone_state" <> 'confirmed';--> statement-breakpoint
CREATE INDEX "sheet_rows_slot" ON "sheet_rows" USING btree ("slot_id");--> statement-breakpoint
CREATE INDEX "sheet_rows_subscription" ON "sheet_rows" USING btree ("reseller_id","subscription_id");--> statement-breakpoint
CREATE INDEX "sheet_rows_review" ON "sheet_rows" USING btree ("reseller_id") WHERE "sheet_rows"."state" = 'review';--> statement-breakpoint
CREATE UNIQUE INDEX "sheets_once" ON "sheets" USING btree ("reseller_id","book","url_hash");--> statement-breakpoint
CREATE INDEX "sheets_by_address" ON "sheets" USING btree ("url_hash");