CREATE EXTENSION IF NOT EXISTS pg_trgm;--> statement-breakpoint
CREATE TABLE "account_tasks" (
	"id" uuid PRIMARY KEY NOT NULL,
	"reseller_id" uuid NOT NULL,
	"client_id" uuid NOT NULL,
	"server_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"wanted" text,
	"state" text DEFAULT 'pending' NOT NULL,
	"attempt" integer DEFAULT 0 NOT NULL,
	"reason" text,
	"sent_at" timestamp (3) with time zone,
	"quiet_until" timestamp (3) with time zone,
	"last_negative_at" timestamp (3) with time zone,
	"lease_token" integer DEFAULT 0 NOT NULL,
	"lease_until" timestamp (3) with time zone,
	"next_run_at" timestamp (3) with time zone NOT NULL,
	"failures" integer DEFAULT 0 NOT NULL,
	"evidence" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "clients" (
	"id" uuid PRIMARY KEY NOT NULL,
	"reseller_id" uuid NOT NULL,
	"server_id" uuid NOT NULL,
	"plan_id" uuid NOT NULL,
	"name" text NOT NULL,
	"email" text,
	"phone" text,
	"username" text NOT NULL,
	"password_encrypted" text NOT NULL,
	"notes" text,
	"status" text DEFAULT 'active' NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	"panel_state" text DEFAULT 'none' NOT NULL,
	"panel_expires_at" timestamp (3) with time zone,
	"panel_read_at" timestamp (3) with time zone,
	"search" text NOT NULL,
	"archived_at" timestamp (3) with time zone,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "clients_scope" UNIQUE("reseller_id","id")
);
--> statement-breakpoint
CREATE TABLE "plans" (
	"id" uuid PRIMARY KEY NOT NULL,
	"reseller_id" uuid NOT NULL,
	"name" text NOT NULL,
	"price_cents" integer NOT NULL,
	"days" integer DEFAULT 30 NOT NULL,
	"server_id" uuid NOT NULL,
	"package_id" text,
	"screens" integer DEFAULT 1 NOT NULL,
	"archived_at" timestamp (3) with time zone,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "plans_scope" UNIQUE("reseller_id","id"),
	CONSTRAINT "plans_money" CHECK ("plans"."price_cents" >= 0 and "plans"."days" between 1 and 3650)
);
--> statement-breakpoint
CREATE TABLE "invoices" (
	"id" uuid PRIMARY KEY NOT NULL,
	"reseller_id" uuid NOT NULL,
	"client_id" uuid NOT NULL,
	"plan_id" uuid NOT NULL,
	"amount_cents" integer NOT NULL,
	"currency" text NOT NULL,
	"due_on" date NOT NULL,
	"period" date,
	"state" text DEFAULT 'open' NOT NULL,
	"paid_at" timestamp (3) with time zone,
	"link_hash" text NOT NULL,
	"link_encrypted" text NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "invoices_scope" UNIQUE("reseller_id","id"),
	CONSTRAINT "invoices_amount" CHECK ("invoices"."amount_cents" > 0),
	CONSTRAINT "invoices_paid_at" CHECK (("invoices"."state" = 'paid') = ("invoices"."paid_at" is not null))
);
--> statement-breakpoint
CREATE TABLE "payments" (
	"id" uuid PRIMARY KEY NOT NULL,
	"reseller_id" uuid NOT NULL,
	"invoice_id" uuid NOT NULL,
	"amount_cents" integer NOT NULL,
	"currency" text NOT NULL,
	"source" text NOT NULL,
	"paid_by_name" text NOT NULL,
	"paid_at" timestamp (3) with time zone NOT NULL,
	"expiry_before" timestamp (3) with time zone NOT NULL,
	"expiry_after" timestamp (3) with time zone NOT NULL,
	"voided_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "renewal_intents" (
	"id" uuid PRIMARY KEY NOT NULL,
	"reseller_id" uuid NOT NULL,
	"invoice_id" uuid NOT NULL,
	"client_id" uuid NOT NULL,
	"server_id" uuid NOT NULL,
	"server_version" integer NOT NULL,
	"panel_username" text NOT NULL,
	"package_id" text NOT NULL,
	"state" text NOT NULL,
	"attempt" integer DEFAULT 0 NOT NULL,
	"not_before" timestamp (3) with time zone NOT NULL,
	"last_known_expiry" timestamp (3) with time zone,
	"expires_first" timestamp (3) with time zone,
	"expires_before" timestamp (3) with time zone,
	"expires_after" timestamp (3) with time zone,
	"min_delta_ms" bigint NOT NULL,
	"period_ms" bigint NOT NULL,
	"panel_said_ok" boolean DEFAULT false NOT NULL,
	"never_resend" boolean DEFAULT false NOT NULL,
	"sent_at" timestamp (3) with time zone,
	"quiet_until" timestamp (3) with time zone,
	"last_negative_at" timestamp (3) with time zone,
	"lease_token" integer DEFAULT 0 NOT NULL,
	"lease_until" timestamp (3) with time zone,
	"next_run_at" timestamp (3) with time zone NOT NULL,
	"failures" integer DEFAULT 0 NOT NULL,
	"reason" text,
	"reason_detail" text,
	"warning" text,
	"evidence" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"verified_at" timestamp (3) with time zone,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "renewal_intents_scope" UNIQUE("reseller_id","id"),
	CONSTRAINT "renewal_intents_attempt" CHECK ("renewal_intents"."attempt" between 0 and 2)
);
--> statement-breakpoint
CREATE TABLE "channels" (
	"id" uuid PRIMARY KEY NOT NULL,
	"reseller_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"base_url" text NOT NULL,
	"instance" text NOT NULL,
	"key_encrypted" text NOT NULL,
	"key_last4" text NOT NULL,
	"key_origin" text NOT NULL,
	"state" text NOT NULL,
	"checked_at" timestamp (3) with time zone NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "cron_runs" (
	"id" uuid PRIMARY KEY NOT NULL,
	"caller" text NOT NULL,
	"started_at" timestamp (3) with time zone NOT NULL,
	"finished_at" timestamp (3) with time zone,
	"counts" jsonb DEFAULT '{}'::jsonb NOT NULL
);
--> statement-breakpoint
CREATE TABLE "messages" (
	"id" uuid PRIMARY KEY NOT NULL,
	"reseller_id" uuid NOT NULL,
	"client_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"subject_id" uuid NOT NULL,
	"period" text DEFAULT '' NOT NULL,
	"state" text NOT NULL,
	"channel" text DEFAULT 'manual' NOT NULL,
	"phone" text,
	"body" text DEFAULT '' NOT NULL,
	"provider_id" text,
	"reason" text,
	"attempt" integer DEFAULT 0 NOT NULL,
	"lease_token" integer DEFAULT 0 NOT NULL,
	"lease_until" timestamp (3) with time zone,
	"next_run_at" timestamp (3) with time zone NOT NULL,
	"expires_at" timestamp (3) with time zone,
	"sent_at" timestamp (3) with time zone,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "rate_limits" (
	"key" text PRIMARY KEY NOT NULL,
	"points" integer DEFAULT 0 NOT NULL,
	"expire" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "templates" (
	"reseller_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"body" text NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "templates_reseller_id_kind_pk" PRIMARY KEY("reseller_id","kind")
);
--> statement-breakpoint
CREATE TABLE "audit_events" (
	"id" uuid PRIMARY KEY NOT NULL,
	"reseller_id" uuid NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"actor_id" uuid,
	"actor_name" text NOT NULL,
	"action" text NOT NULL,
	"subject_type" text NOT NULL,
	"subject_id" text NOT NULL,
	"client_id" uuid,
	"detail" jsonb DEFAULT '{}'::jsonb NOT NULL
);
--> statement-breakpoint
CREATE TABLE "resellers" (
	"id" uuid PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"country" text NOT NULL,
	"currency" text NOT NULL,
	"locale" text NOT NULL,
	"timezone" text NOT NULL,
	"invoice_lead_days" integer DEFAULT 10 NOT NULL,
	"never_resend" boolean DEFAULT false NOT NULL,
	"pix_key" text,
	"pix_city" text,
	"api_key_hash" text,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "resellers_country_money" CHECK (("resellers"."country", "resellers"."currency") in (('BR', 'BRL'), ('MZ', 'MZN')))
);
--> statement-breakpoint
CREATE TABLE "users" (
	"id" uuid PRIMARY KEY NOT NULL,
	"reseller_id" uuid NOT NULL,
	"name" text NOT NULL,
	"email" text NOT NULL,
	"role" text NOT NULL,
	"password_hash" text NOT NULL,
	"session_version" integer DEFAULT 1 NOT NULL,
	"totp_secret" text,
	"totp_enabled_at" timestamp (3) with time zone,
	"totp_last_step" integer,
	"disabled_at" timestamp (3) with time zone,
	"last_login_at" timestamp (3) with time zone,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "panel_packages" (
	"server_id" uuid NOT NULL,
	"reseller_id" uuid NOT NULL,
	"package_id" text NOT NULL,
	"name" text NOT NULL,
	"active" boolean NOT NULL,
	"trial" boolean NOT NULL,
	"price_cents" integer,
	"credits" integer,
	"duration" integer,
	"duration_unit" text,
	"screens" integer,
	"position" integer NOT NULL,
	"read_at" timestamp (3) with time zone NOT NULL,
	"gone_at" timestamp (3) with time zone,
	CONSTRAINT "panel_packages_server_id_package_id_pk" PRIMARY KEY("server_id","package_id")
);
--> statement-breakpoint
CREATE TABLE "servers" (
	"id" uuid PRIMARY KEY NOT NULL,
	"reseller_id" uuid NOT NULL,
	"name" text NOT NULL,
	"billing" text DEFAULT 'fixed' NOT NULL,
	"monthly_cents" integer DEFAULT 0 NOT NULL,
	"panel_type" text DEFAULT 'none' NOT NULL,
	"panel_url" text,
	"version" integer DEFAULT 1 NOT NULL,
	"panel_timezone" text,
	"quiet_seconds" integer,
	"circuit" text DEFAULT 'closed' NOT NULL,
	"circuit_reason" text,
	"circuit_opened_at" timestamp (3) with time zone,
	"probe_at" timestamp (3) with time zone,
	"failures_in_row" integer DEFAULT 0 NOT NULL,
	"last_ok_at" timestamp (3) with time zone,
	"last_latency_ms" integer,
	"next_call_at" timestamp (3) with time zone,
	"archived_at" timestamp (3) with time zone,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "servers_scope" UNIQUE("reseller_id","id")
);
--> statement-breakpoint
CREATE TABLE "sigma_credentials" (
	"server_id" uuid PRIMARY KEY NOT NULL,
	"reseller_id" uuid NOT NULL,
	"username" text NOT NULL,
	"panel_user_id" text,
	"token_encrypted" text NOT NULL,
	"token_last4" text NOT NULL,
	"token_origin" text NOT NULL
);
--> statement-breakpoint
ALTER TABLE "account_tasks" ADD CONSTRAINT "account_tasks_reseller_id_client_id_clients_reseller_id_id_fk" FOREIGN KEY ("reseller_id","client_id") REFERENCES "public"."clients"("reseller_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "account_tasks" ADD CONSTRAINT "account_tasks_reseller_id_server_id_servers_reseller_id_id_fk" FOREIGN KEY ("reseller_id","server_id") REFERENCES "public"."servers"("reseller_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "clients" ADD CONSTRAINT "clients_reseller_id_resellers_id_fk" FOREIGN KEY ("reseller_id") REFERENCES "public"."resellers"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "clients" ADD CONSTRAINT "clients_reseller_id_server_id_servers_reseller_id_id_fk" FOREIGN KEY ("reseller_id","server_id") REFERENCES "public"."servers"("reseller_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "clients" ADD CONSTRAINT "clients_reseller_id_plan_id_plans_reseller_id_id_fk" FOREIGN KEY ("reseller_id","plan_id") REFERENCES "public"."plans"("reseller_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "plans" ADD CONSTRAINT "plans_reseller_id_resellers_id_fk" FOREIGN KEY ("reseller_id") REFERENCES "public"."resellers"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "plans" ADD CONSTRAINT "plans_reseller_id_server_id_servers_reseller_id_id_fk" FOREIGN KEY ("reseller_id","server_id") REFERENCES "public"."servers"("reseller_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "invoices" ADD CONSTRAINT "invoices_reseller_id_resellers_id_fk" FOREIGN KEY ("reseller_id") REFERENCES "public"."resellers"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "invoices" ADD CONSTRAINT "invoices_reseller_id_client_id_clients_reseller_id_id_fk" FOREIGN KEY ("reseller_id","client_id") REFERENCES "public"."clients"("reseller_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "invoices" ADD CONSTRAINT "invoices_reseller_id_plan_id_plans_reseller_id_id_fk" FOREIGN KEY ("reseller_id","plan_id") REFERENCES "public"."plans"("reseller_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "payments" ADD CONSTRAINT "payments_reseller_id_invoice_id_invoices_reseller_id_id_fk" FOREIGN KEY ("reseller_id","invoice_id") REFERENCES "public"."invoices"("reseller_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "renewal_intents" ADD CONSTRAINT "renewal_intents_reseller_id_invoice_id_invoices_reseller_id_id_fk" FOREIGN KEY ("reseller_id","invoice_id") REFERENCES "public"."invoices"("reseller_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "renewal_intents" ADD CONSTRAINT "renewal_intents_reseller_id_client_id_clients_reseller_id_id_fk" FOREIGN KEY ("reseller_id","client_id") REFERENCES "public"."clients"("reseller_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "renewal_intents" ADD CONSTRAINT "renewal_intents_reseller_id_server_id_servers_reseller_id_id_fk" FOREIGN KEY ("reseller_id","server_id") REFERENCES "public"."servers"("reseller_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "channels" ADD CONSTRAINT "channels_reseller_id_resellers_id_fk" FOREIGN KEY ("reseller_id") REFERENCES "public"."resellers"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "messages" ADD CONSTRAINT "messages_reseller_id_resellers_id_fk" FOREIGN KEY ("reseller_id") REFERENCES "public"."resellers"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "messages" ADD CONSTRAINT "messages_reseller_id_client_id_clients_reseller_id_id_fk" FOREIGN KEY ("reseller_id","client_id") REFERENCES "public"."clients"("reseller_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "templates" ADD CONSTRAINT "templates_reseller_id_resellers_id_fk" FOREIGN KEY ("reseller_id") REFERENCES "public"."resellers"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "audit_events" ADD CONSTRAINT "audit_events_reseller_id_resellers_id_fk" FOREIGN KEY ("reseller_id") REFERENCES "public"."resellers"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "users" ADD CONSTRAINT "users_reseller_id_resellers_id_fk" FOREIGN KEY ("reseller_id") REFERENCES "public"."resellers"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "panel_packages" ADD CONSTRAINT "panel_packages_reseller_id_server_id_servers_reseller_id_id_fk" FOREIGN KEY ("reseller_id","server_id") REFERENCES "public"."servers"("reseller_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "servers" ADD CONSTRAINT "servers_reseller_id_resellers_id_fk" FOREIGN KEY ("reseller_id") REFERENCES "public"."resellers"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sigma_credentials" ADD CONSTRAINT "sigma_credentials_reseller_id_server_id_servers_reseller_id_id_fk" FOREIGN KEY ("reseller_id","server_id") REFERENCES "public"."servers"("reseller_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "account_tasks_one_open" ON "account_tasks" USING btree ("client_id") WHERE "account_tasks"."state" in ('pending', 'sending', 'unknown', 'rejected', 'review');--> statement-breakpoint
CREATE INDEX "account_tasks_due" ON "account_tasks" USING btree ("next_run_at") WHERE "account_tasks"."state" in ('pending', 'sending', 'unknown');--> statement-breakpoint
CREATE UNIQUE INDEX "clients_username" ON "clients" USING btree ("server_id",lower("username")) WHERE "clients"."archived_at" is null;--> statement-breakpoint
CREATE INDEX "clients_by_expiry" ON "clients" USING btree ("reseller_id","expires_at","id") WHERE "clients"."archived_at" is null;--> statement-breakpoint
CREATE INDEX "clients_search" ON "clients" USING gin ("search" gin_trgm_ops);--> statement-breakpoint
CREATE UNIQUE INDEX "invoices_one_per_period" ON "invoices" USING btree ("client_id","period") WHERE "invoices"."state" <> 'cancelled';--> statement-breakpoint
CREATE UNIQUE INDEX "invoices_link" ON "invoices" USING btree ("link_hash");--> statement-breakpoint
CREATE INDEX "invoices_by_due" ON "invoices" USING btree ("reseller_id","due_on","id");--> statement-breakpoint
CREATE INDEX "invoices_open_by_due" ON "invoices" USING btree ("reseller_id","due_on","id") WHERE "invoices"."state" = 'open';--> statement-breakpoint
CREATE UNIQUE INDEX "payments_one_live" ON "payments" USING btree ("invoice_id") WHERE "payments"."voided_at" is null;--> statement-breakpoint
CREATE INDEX "payments_by_time" ON "payments" USING btree ("reseller_id","paid_at");--> statement-breakpoint
CREATE UNIQUE INDEX "one_intent_per_invoice" ON "renewal_intents" USING btree ("invoice_id") WHERE "renewal_intents"."state" <> 'cancelled';--> statement-breakpoint
CREATE UNIQUE INDEX "one_open_per_customer" ON "renewal_intents" USING btree ("server_id","panel_username") WHERE "renewal_intents"."state" in ('sending', 'unknown', 'review');--> statement-breakpoint
CREATE INDEX "renewal_intents_due" ON "renewal_intents" USING btree ("next_run_at") WHERE "renewal_intents"."state" in ('pending', 'sending', 'unknown');--> statement-breakpoint
CREATE INDEX "renewal_intents_unproved" ON "renewal_intents" USING btree ("reseller_id","created_at") WHERE "renewal_intents"."state" not in ('verified', 'cancelled');--> statement-breakpoint
CREATE INDEX "renewal_intents_client" ON "renewal_intents" USING btree ("reseller_id","client_id");--> statement-breakpoint
CREATE UNIQUE INDEX "channels_one_per_kind" ON "channels" USING btree ("reseller_id","kind");--> statement-breakpoint
CREATE INDEX "cron_runs_by_time" ON "cron_runs" USING btree ("started_at");--> statement-breakpoint
CREATE UNIQUE INDEX "messages_once" ON "messages" USING btree ("reseller_id","kind","subject_id","period");--> statement-breakpoint
CREATE INDEX "messages_due" ON "messages" USING btree ("next_run_at") WHERE "messages"."state" in ('queued', 'sending');--> statement-breakpoint
CREATE INDEX "messages_list" ON "messages" USING btree ("reseller_id","created_at","id");--> statement-breakpoint
CREATE INDEX "audit_events_client" ON "audit_events" USING btree ("reseller_id","client_id","at");--> statement-breakpoint
CREATE INDEX "audit_events_subject" ON "audit_events" USING btree ("reseller_id","subject_type","subject_id","at");--> statement-breakpoint
CREATE UNIQUE INDEX "resellers_api_key" ON "resellers" USING btree ("api_key_hash");--> statement-breakpoint
CREATE UNIQUE INDEX "users_email" ON "users" USING btree (lower("email"));--> statement-breakpoint
CREATE UNIQUE INDEX "users_scope" ON "users" USING btree ("reseller_id","id");--> statement-breakpoint
CREATE INDEX "panel_packages_scope" ON "panel_packages" USING btree ("reseller_id","server_id");