CREATE TABLE "panel_slots" (
	"reseller_id" uuid NOT NULL,
	"origin" text NOT NULL,
	"slot" integer NOT NULL,
	"holder" uuid NOT NULL,
	"until" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "panel_slots_reseller_id_origin_slot_pk" PRIMARY KEY("reseller_id","origin","slot"),
	CONSTRAINT "panel_slots_two" CHECK ("panel_slots"."slot" in (1, 2))
);
--> statement-breakpoint
ALTER TABLE "panel_slots" ADD CONSTRAINT "panel_slots_reseller_id_resellers_id_fk" FOREIGN KEY ("reseller_id") REFERENCES "public"."resellers"("id") ON DELETE no action ON UPDATE no action;