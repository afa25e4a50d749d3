// Made from our OpenAPI document by `make types`; a check finds drift.
export type paths = Record<string, never>;
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /** @enum {string} */
        ActKind:
            | "print_labels"
            | "seal_bag"
            | "request_pickup"
            | "plan_pickup"
            | "collect"
            | "finish_pickup"
            | "receive_bags"
            | "open_sorting"
            | "sort_lines"
            | "finish_sorting"
            | "correct_sorting"
            | "adjust"
            | "hold"
            | "release"
            | "propose_disposal"
            | "approve_disposal"
            | "reject_disposal"
            | "open_stocktake"
            | "count"
            | "finalize_stocktake"
            | "plan_shipment"
            | "pick"
            | "dispatch"
            | "arrive"
            | "return"
            | "cancel"
            | "state_need"
            | "allocate"
            | "change_earmark"
            | "close_period"
            | "record_inquiry"
            | "send_inquiry"
            | "answer_inquiry"
            | "publish"
            | "correct_disclosure";
        ActRow: {
            by: string;
            happened_at: string;
            id: string;
            kind: components["schemas"]["ActKind"];
            note: string | null;
            place: components["schemas"]["PlaceRef"] | null;
            reason: string | null;
            recorded_at: string;
            subject: string;
            witness: string | null;
        };
        AdjustmentIn: {
            /** @enum {string} */
            direction: "found" | "lost";
            grams?: number | null;
            happened_at?: string | null;
            lot: string;
            note?: string | null;
            /** @default 0 */
            pieces?: number;
            place: string;
            reason: string;
        };
        AdjustmentOut: {
            /** @enum {string} */
            direction: "found" | "lost";
            grams: number;
            grams_now: number;
            id: string;
            lot: string;
            pieces: number;
            pieces_now: number;
            place: string;
            reason: string;
        };
        AgeBand: {
            band: string;
            grams: number;
            pieces: number;
        };
        AgeingOut: {
            bands: components["schemas"]["AgeBand"][];
            group: string;
        };
        AlertOut: {
            /** @enum {string} */
            kind:
                | "low_stock"
                | "expired"
                | "expires_in_3_months"
                | "expires_in_9_months"
                | "bag_missing"
                | "pickup_overdue"
                | "shipment_overdue"
                | "sorting_open"
                | "vehicle_loaded";
            pieces: number | null;
            place: components["schemas"]["PlaceRef"];
            since: string | null;
            subject: string;
            wanted_pieces: number | null;
        };
        AllocationIn: {
            /** @default 14 */
            days?: number;
            lines: components["schemas"]["AllocationLineIn"][];
            need: string;
            note?: string | null;
        };
        AllocationLineIn: {
            grams?: number | null;
            lot: string;
            need_line?: number | null;
            pieces: number;
            place: string;
        };
        AllocationLineOut: {
            grams: number;
            lot: string;
            need_line: number;
            pieces: number;
            place: string;
            reserved_grams: number;
            reserved_pieces: number;
        };
        AllocationOut: {
            expires_at: string;
            id: string;
            lines: components["schemas"]["AllocationLineOut"][];
            need: string;
            recipient: string;
            status: components["schemas"]["AllocationStatus"];
        };
        AllocationRow: {
            allocated_at: string;
            by: string;
            expires_at: string;
            grams: number;
            id: string;
            lines: number;
            need: string;
            pieces: number;
            recipient: string;
            reserved_grams: number;
            reserved_pieces: number;
            status: components["schemas"]["AllocationStatus"];
        };
        /** @enum {string} */
        AllocationStatus: "reserved" | "posted" | "released" | "expired";
        Alternative: {
            because: string;
            distance_m: number;
            station: components["schemas"]["PlaceOut"];
        };
        AnsweredOut: {
            answered_at: string;
            id: string;
            in_time: boolean;
            number: string;
        };
        AnswerIn: {
            answered_at: string;
            summary: string;
        };
        ArrivedIn: {
            category?: string | null;
            /** @default false */
            damaged?: boolean;
            grams?: number | null;
            label: string;
            pieces?: number | null;
            point?: string | null;
        };
        ArriveIn: {
            /** @default false */
            close?: boolean;
            happened_at: string;
            id?: string | null;
            /** @default [] */
            lines?: components["schemas"]["LotIn"][];
            note?: string | null;
        };
        BackupOut: {
            at: string;
            bytes: number;
            name: string;
            revision: string;
            sha256: string;
            verified: boolean;
        };
        BagHopOut: {
            act: string;
            at: string;
            by: string | null;
            from_place: components["schemas"]["PlaceRef"];
            to_place: components["schemas"]["PlaceRef"];
        };
        BagIn: {
            grams?: number | null;
            happened_at?: string | null;
            /** @default [] */
            intakes?: string[];
            note?: string | null;
            point: string;
        };
        BagOut: {
            flags: string[];
            grams: number;
            history: components["schemas"]["BagHopOut"][];
            intakes: string[];
            label: string;
            pieces: number;
            place: components["schemas"]["PlaceRef"] | null;
            point: string | null;
            retired_reason: string | null;
            sealed_at: string | null;
            station: string | null;
            status: components["schemas"]["BagStatus"];
        };
        /** @enum {string} */
        BagOutcome: "arrived" | "damaged" | "surplus" | "unknown" | "missing";
        BagRow: {
            flags: string[];
            grams: number;
            label: string;
            pieces: number;
            place: components["schemas"]["PlaceRef"] | null;
            point: string;
            sealed_at: string;
            station: string | null;
            status: components["schemas"]["BagStatus"];
        };
        /** @enum {string} */
        BagStatus: "unused" | "sealed" | "missing" | "opened" | "retired";
        BoardFigures: {
            arrived_bags_today: number;
            arrived_grams_today: number;
            available_grams: number;
            available_pieces: number;
            bags_to_sort: number;
            conflicts: number;
            shipments_to_send: number;
        };
        BoardOut: {
            ageing: components["schemas"]["AgeingOut"][];
            at: string;
            feed: components["schemas"]["ActRow"][];
            figures: components["schemas"]["BoardFigures"];
            needs: components["schemas"]["NeedGapOut"][];
            place: components["schemas"]["PlaceRef"] | null;
            tasks: components["schemas"]["TaskOut"][];
        };
        BrokenOut: {
            count: number;
            name: string;
            promise: string;
            rows: {
                [key: string]: unknown;
            }[];
        };
        /** @enum {string} */
        Calendar: "official" | "weekends_only";
        CategoryOut: {
            accepted: boolean;
            code: string;
            grams_per_piece: number;
            min_condition: string | null;
            min_shelf_days: number | null;
            min_shelf_percent: number | null;
            must_be_clean: boolean;
            name: string;
            name_en: string;
            needs_expiry: boolean;
            parent: string | null;
            reason_en: string;
            reason_zh: string;
            unit: string;
            unit_zh: string;
        };
        Change: {
            after: string | number | null;
            before: string | number | null;
            column: string;
            row: {
                [key: string]: string | null;
            } | null;
            table: string;
        };
        ChangeOut: {
            after: string;
            before: string;
            column: string;
        };
        ChartOut: {
            kind: string;
            series: string[];
            source: string | null;
            target: string | null;
            value: string[];
            x: string[];
            y: string[];
        };
        CheckOut: {
            invariants: number;
            ok: boolean;
            violations: components["schemas"]["BrokenOut"][];
        };
        /** @enum {string} */
        Choice: "keep_recorded" | "correct_intake" | "adjust" | "record_other" | "ask" | "came_later";
        CollectIn: {
            /** @default [] */
            bags?: string[];
            cannot?:
                ("closed" | "nobody_there" | "no_access" | "nothing_there" | "vehicle_full" | "other") | null;
            happened_at: string;
            id?: string | null;
            note?: string | null;
            point: string;
            /** @default [] */
            unannounced?: components["schemas"]["UnannouncedIn"][];
        };
        CollectOut: {
            bags: components["schemas"]["RunBagOut"][];
            collected_at: string;
            grams: number;
            outcome: components["schemas"]["StopOutcome"];
            pickup: string;
            pieces: number;
            point: string;
        };
        ColumnOut: {
            holds: string;
            name: string;
            title: string;
        };
        /** @enum {string} */
        Condition: "new" | "good" | "fair" | "worn" | "soiled" | "damaged";
        /** @enum {string} */
        ConflictKind: "received_otherwise" | "shipment_otherwise" | "recorded_twice";
        ConflictOut: {
            asked: components["schemas"]["SettledOut"][];
            id: string;
            kind: components["schemas"]["ConflictKind"];
            other_place: components["schemas"]["PlaceRef"] | null;
            path: string;
            place: components["schemas"]["PlaceRef"];
            rows: components["schemas"]["models__conflict_shapes__RowOut"][];
            settled: components["schemas"]["SettledOut"] | null;
            since: string;
            status: components["schemas"]["ConflictStatus"];
            subject: string;
            ways: components["schemas"]["WayOut"][];
        };
        ConflictRow: {
            id: string;
            kind: components["schemas"]["ConflictKind"];
            other_place: components["schemas"]["PlaceRef"] | null;
            path: string;
            place: components["schemas"]["PlaceRef"];
            since: string;
            status: components["schemas"]["ConflictStatus"];
            subject: string;
        };
        /** @enum {string} */
        ConflictStatus: "open" | "settled";
        ContactIn: {
            consent: boolean;
            name?: string | null;
            phone?: string | null;
        };
        ContactOut: {
            name: string | null;
            phone: string | null;
        };
        CorrectedLine: {
            category: string;
            condition?: components["schemas"]["Condition"] | null;
            expires_on?: string | null;
            grams?: number | null;
            pieces: number;
        };
        CorrectIn: {
            id: string;
            reason: string;
            witness?: string | null;
        };
        CorrectionIn: {
            id: string;
            lines: components["schemas"]["CorrectedLine"][];
            note?: string | null;
            reason: components["schemas"]["CorrectionReason"];
        };
        CorrectionOut: {
            grams: number;
            id: string;
            intake: string;
            note: string | null;
            pieces: number;
            reason: components["schemas"]["CorrectionReason"];
            recorded_at: string;
        };
        /** @enum {string} */
        CorrectionReason:
            "miscount" | "misweighed" | "wrong_category" | "duplicate" | "not_received" | "other";
        CountIn: {
            grams?: number | null;
            lot: string;
            pieces: number;
        };
        CountOut: {
            category: string;
            counted_grams: number | null;
            counted_pieces: number | null;
            difference_grams: number | null;
            difference_pieces: number | null;
            expected_grams: number | null;
            expected_pieces: number | null;
            lot: string;
            moved_since: boolean;
        };
        CountsIn: {
            happened_at?: string | null;
            id: string;
            lines: components["schemas"]["CountIn"][];
        };
        DatabaseOut: {
            engine: string;
            revision: string;
            revision_wanted: string;
            size_bytes: number;
            version: string;
        };
        /** @enum {string} */
        Datum: "WGS84" | "GCJ02" | "BD09";
        DecisionIn: {
            happened_at?: string | null;
            reason?: string | null;
        };
        DeliverIn: {
            /** @default false */
            close?: boolean;
            happened_at: string;
            id?: string | null;
            /** @default [] */
            lines?: components["schemas"]["LotIn"][];
            note?: string | null;
            people_reached?: number | null;
            proof: components["schemas"]["ProofIn"];
        };
        DeliveryOut: {
            code: string | null;
            delivered_at: string;
            id: string;
            people_reached: number | null;
            photo_sha256: string | null;
            place: string | null;
            signed: boolean;
        };
        DisclosureOut: {
            duty: components["schemas"]["DutyKind"];
            duty_title: components["schemas"]["Text"];
            first: string;
            id: string;
            last: string;
            number: string;
            project: string | null;
            project_name: components["schemas"]["Text"] | null;
            versions: components["schemas"]["VersionRow"][];
        };
        DispatchIn: {
            happened_at?: string | null;
            id?: string | null;
            /** @default [] */
            lines?: components["schemas"]["LotIn"][];
            note?: string | null;
            vehicle?: string | null;
        };
        DisposalIn: {
            kind: components["schemas"]["DisposalKind"];
            lines: components["schemas"]["LotIn"][];
            note?: string | null;
            place: string;
            price_fen?: number | null;
            reason: string;
            taker?: string | null;
        };
        /** @enum {string} */
        DisposalKind: "recycling" | "sale" | "destruction";
        DisposalOut: {
            decided_by: string | null;
            grams: number;
            id: string;
            kind: components["schemas"]["DisposalKind"];
            lines: components["schemas"]["PortionOut"][];
            pieces: number;
            place: string;
            price_fen: number | null;
            proposed_by: string;
            status: components["schemas"]["DisposalStatus"];
            taker: string | null;
        };
        DisposalRow: {
            decided_by: string | null;
            grams: number;
            id: string;
            kind: components["schemas"]["DisposalKind"];
            lines: number;
            pieces: number;
            place: components["schemas"]["PlaceRef"];
            proposed_at: string;
            proposed_by: string;
            reason: string | null;
            status: components["schemas"]["DisposalStatus"];
            taker: string | null;
        };
        /** @enum {string} */
        DisposalStatus: "proposed" | "approved" | "rejected";
        DistributionIn: {
            allocation?: string | null;
            due_by?: string | null;
            /** @default [] */
            lines?: components["schemas"]["LotIn"][];
            note?: string | null;
            place?: string | null;
            recipient?: string | null;
            vehicle?: string | null;
        };
        DistrictCount: {
            code: string;
            name: string;
            name_en: string;
            open_points: number;
            points: number;
            residents: number;
            stations: number;
        };
        DonorIn: {
            consent: boolean;
            name?: string | null;
            /** @default false */
            organisation?: boolean;
            phone?: string | null;
        };
        DonorOut: {
            name: string | null;
            phone: string | null;
        };
        DueOut: {
            bags: number;
            because: ("fill" | "age" | "request")[];
            days_waiting: number;
            fill: number;
            grams: number;
            oldest_at: string | null;
            pieces: number;
            planned_in: string | null;
            point: components["schemas"]["PlaceRef"];
            requests: components["schemas"]["RequestReason"][];
            station: string | null;
        };
        /** @enum {string} */
        DutyKind: "emergency" | "progress" | "final" | "annual";
        DutyOut: {
            due_on: string;
            duty: components["schemas"]["DutyKind"];
            first: string;
            last: string;
            number: string | null;
            project: string | null;
            project_name: components["schemas"]["Text"] | null;
            status: components["schemas"]["DutyStatus"];
        };
        /** @enum {string} */
        DutyStatus: "open" | "overdue" | "published";
        EarmarkIn: {
            consent: string;
            consented_on: string;
            earmark: string | null;
            intake?: string | null;
            /** @default [] */
            lots?: string[];
            reason: string;
        };
        EarmarkOut: {
            consent: string;
            consented_on: string;
            earmark: string | null;
            id: string;
            lots: string[];
        };
        EditConflict: {
            at: string | null;
            by: string | null;
            fields: components["schemas"]["FieldOut"][];
            version: string | null;
        };
        EpcisBody: {
            eventList: {
                [key: string]: unknown;
            }[];
        };
        EpcisDocument: {
            "@context": unknown[];
            creationDate: string;
            epcisBody: components["schemas"]["EpcisBody"];
            /** @constant */
            schemaVersion: "2.0";
            /** @constant */
            type: "EPCISDocument";
        };
        ExportIn: {
            by?: string[] | null;
            /** @default {} */
            filters?: {
                [key: string]: string;
            };
            /** @enum {string} */
            format?: "csv" | "hxl" | "xlsx" | "pdf";
            from: string;
            /** @default false */
            movements?: boolean;
            report: string;
            to: string;
        };
        ExportOut: {
            asked_at: string;
            bytes: number | null;
            ended_at: string | null;
            file: string | null;
            format: string;
            id: string;
            movements: boolean;
            problem: string | null;
            report: string;
            rows_done: number;
            rows_total: number;
            status: components["schemas"]["ExportStatus"];
        };
        ExportsOut: {
            failed: number;
            running: number;
            waiting: number;
        };
        /** @enum {string} */
        ExportStatus: "waiting" | "running" | "done" | "failed" | "cancelled";
        Feature: {
            geometry: {
                [key: string]: unknown;
            };
            id: string;
            properties: {
                [key: string]: unknown;
            };
            /** @constant */
            type: "Feature";
        };
        FeatureCollection: {
            features: components["schemas"]["Feature"][];
            /** @constant */
            type: "FeatureCollection";
        };
        FieldOut: {
            pointer: string;
            sent: unknown;
            stored: unknown;
        };
        FilterOut: {
            choices: components["schemas"]["WordOut"][] | null;
            kind: string;
            name: string;
            title: string;
        };
        FinalizeIn: {
            happened_at?: string | null;
            note?: string | null;
        };
        FinishIn: {
            happened_at?: string | null;
            note?: string | null;
        };
        FinishSortingIn: {
            happened_at?: string | null;
            /** @default 0 */
            loss_grams?: number;
            loss_reason?: components["schemas"]["LossReason"] | null;
            note?: string | null;
        };
        FlowLinkOut: {
            grams: number;
            pieces: number;
            source: string;
            target: string;
        };
        FlowLoopOut: {
            because: string;
            grams: number;
            pieces: number;
            source: string;
            target: string;
        };
        FlowNodeOut: {
            id: string;
            kind: string;
            name: string;
        };
        FlowsOut: {
            data_until: string;
            filters: {
                [key: string]: string;
            };
            from: string;
            generated_at: string;
            links: components["schemas"]["FlowLinkOut"][];
            loops: components["schemas"]["FlowLoopOut"][];
            nodes: components["schemas"]["FlowNodeOut"][];
            notes: string[];
            report: string;
            sentence: string;
            title: string;
            to: string;
            unit: string;
        };
        GoalIn: {
            baseline: number;
            baseline_on: string;
            final?: number | null;
            final_on?: string | null;
            midterm?: number | null;
            midterm_on?: string | null;
            reason: string;
            target: number;
            target_on: string;
        };
        /** @enum {string} */
        Grade: "A" | "B" | "C" | "RECYCLE" | "WASTE";
        GraphEdge: {
            grams: number;
            lot: string;
            pieces: number;
            run: string;
            side: components["schemas"]["Side"];
        };
        GraphEnd: {
            outcome: string;
            place: components["schemas"]["PlaceRef"] | null;
            recipient: string | null;
            share_grams: number;
        };
        GraphFlow: {
            share_grams: number;
            source: string;
            target: string;
        };
        GraphLot: {
            category: string;
            grade: components["schemas"]["Grade"] | null;
            grams: number;
            lot: string;
            pieces: number;
            share_grams: number;
        };
        GraphOrigin: {
            intake: string;
            point: components["schemas"]["PlaceRef"];
            share_grams: number;
            tracking_code: string;
        };
        GraphOut: {
            /** @enum {string} */
            direction: "forward" | "back";
            edges: components["schemas"]["GraphEdge"][];
            ends: components["schemas"]["GraphEnd"][];
            flows: components["schemas"]["GraphFlow"][];
            grams: number;
            lots: components["schemas"]["GraphLot"][];
            origins: components["schemas"]["GraphOrigin"][];
            points: {
                [key: string]: number;
            };
            subject: string;
        };
        HealthOut: {
            checks: {
                [key: string]: string;
            };
            /** @enum {string} */
            status: "ok" | "failing";
        };
        HoldIn: {
            lines: components["schemas"]["LotIn"][];
            note?: string | null;
            place: string;
            reason: components["schemas"]["HoldReason"];
        };
        HoldOut: {
            id: string;
            lines: components["schemas"]["PortionOut"][];
            place: string;
            reason: components["schemas"]["HoldReason"];
            released: boolean;
        };
        /** @enum {string} */
        HoldReason: "damaged" | "wet" | "infested" | "recalled" | "inspection" | "other";
        HoldRow: {
            by: string;
            grams: number;
            held_at: string;
            id: string;
            lines: number;
            pieces: number;
            place: components["schemas"]["PlaceRef"];
            reason: components["schemas"]["HoldReason"];
            released: boolean;
        };
        ImportColumnOut: {
            column: string;
            description: string;
            needed: boolean;
        };
        IndicatorOut: {
            baseline: number | null;
            baseline_on: string | null;
            changed_at: string | null;
            code: string;
            final: number | null;
            final_on: string | null;
            formula: string;
            formula_en: string;
            group: string;
            midterm: number | null;
            midterm_on: string | null;
            name: string;
            name_en: string;
            target: number | null;
            target_on: string | null;
            unit: string;
            unit_en: string;
            version: string;
        };
        InputIn: {
            bag?: string | null;
            grams?: number | null;
            lot?: string | null;
            pieces?: number | null;
        };
        InquiryIn: {
            about?: string | null;
            contact?: components["schemas"]["ContactIn"] | null;
            kind: components["schemas"]["InquiryKind"];
            received_at: string;
            subject: string;
            tracking_code?: string | null;
        };
        /** @enum {string} */
        InquiryKind: "query" | "complaint" | "recheck";
        InquiryOut: {
            about: string | null;
            answer: string | null;
            answered_at: string | null;
            calendar: components["schemas"]["Calendar"];
            contact: components["schemas"]["ContactOut"] | null;
            days_left: number | null;
            due_on: string;
            id: string;
            kind: components["schemas"]["InquiryKind"];
            number: string;
            received_at: string;
            source: components["schemas"]["InquirySource"];
            status: components["schemas"]["InquiryStatus"];
            subject: string;
            tracking_code: string | null;
        };
        InquiryRow: {
            answered_at: string | null;
            calendar: components["schemas"]["Calendar"];
            days_left: number | null;
            due_on: string;
            id: string;
            kind: components["schemas"]["InquiryKind"];
            number: string;
            received_at: string;
            source: components["schemas"]["InquirySource"];
            status: components["schemas"]["InquiryStatus"];
        };
        /** @enum {string} */
        InquirySource: "staff" | "public";
        /** @enum {string} */
        InquiryStatus: "open" | "overdue" | "answered";
        /** @enum {string} */
        IntakeFlag:
            | "clock"
            | "point_closed"
            | "not_accepted_here"
            | "expiry_unknown"
            | "no_suitable_station"
            | "unannounced"
            | "large_gift"
            | "organisation"
            | "period_closed";
        IntakeIn: {
            bag?: string | null;
            donor?: components["schemas"]["DonorIn"] | null;
            earmark?: string | null;
            happened_at: string;
            /** @default [] */
            lines?: components["schemas"]["LineIn"][];
            note?: string | null;
            point: string;
            /** @default [] */
            refused?: components["schemas"]["RefusedIn"][];
        };
        IntakeNow: {
            bag: string | null;
            corrections: components["schemas"]["CorrectionOut"][];
            donor: components["schemas"]["DonorOut"] | null;
            earmark: string | null;
            flags: components["schemas"]["IntakeFlag"][];
            grams: number;
            grams_now: number;
            happened_at: string;
            id: string;
            lines: components["schemas"]["LineOut"][];
            note: string | null;
            pieces: number;
            pieces_now: number;
            point: string;
            recorded_at: string;
            refused: components["schemas"]["RefusedOut"][];
            reroutings: components["schemas"]["ReroutingOut"][];
            station: components["schemas"]["StationOut"];
            station_now: components["schemas"]["StationOut"];
            tracking_code: string;
            weight_estimated: boolean;
        };
        IntakeOut: {
            bag: string | null;
            donor: components["schemas"]["DonorOut"] | null;
            earmark: string | null;
            flags: components["schemas"]["IntakeFlag"][];
            grams: number;
            happened_at: string;
            id: string;
            lines: components["schemas"]["LineOut"][];
            note: string | null;
            pieces: number;
            point: string;
            recorded_at: string;
            refused: components["schemas"]["RefusedOut"][];
            station: components["schemas"]["StationOut"];
            tracking_code: string;
            weight_estimated: boolean;
        };
        InvitationIn: {
            /** @default 90 */
            days?: number;
            /** @default 72 */
            expires_in_hours?: number;
            name?: string | null;
            place?: string | null;
            role: components["schemas"]["Role"];
        };
        InvitationOut: {
            by: string;
            code: string | null;
            created_at: string;
            days: number;
            expires_at: string;
            id: string;
            name: string | null;
            place: string | null;
            qr_svg: string | null;
            role: components["schemas"]["Role"];
            status: components["schemas"]["InvitationStatus"];
            url: string | null;
            used_at: string | null;
            used_by: string | null;
        };
        InvitationRow: {
            by: string;
            created_at: string;
            days: number;
            expires_at: string;
            id: string;
            name: string | null;
            place: string | null;
            role: components["schemas"]["Role"];
            status: components["schemas"]["InvitationStatus"];
            used_at: string | null;
            used_by: string | null;
        };
        /** @enum {string} */
        InvitationStatus: "open" | "used" | "expired" | "revoked";
        InvitedIn: {
            code: string;
        };
        InvitedOut: {
            days: number;
            expires_at: string;
            name: string | null;
            place: components["schemas"]["PlaceOut"] | null;
            role: components["schemas"]["Role"];
        };
        JobIn: {
            id: string;
        };
        /** @enum {string} */
        JobKind: "check" | "backup";
        JobOut: {
            asked_at: string;
            backup: components["schemas"]["BackupOut"] | null;
            check: components["schemas"]["CheckOut"] | null;
            done: number;
            ended_at: string | null;
            id: string;
            kind: components["schemas"]["JobKind"];
            problem: string | null;
            status: components["schemas"]["JobStatus"];
            total: number;
        };
        /** @enum {string} */
        JobStatus: "waiting" | "running" | "done" | "failed";
        JoinIn: {
            code: string;
            name: string;
        };
        KitOut: {
            asked_pickup: string | null;
            categories: components["schemas"]["CategoryOut"][];
            expires_at: string | null;
            help_phone: string;
            name: string | null;
            near: components["schemas"]["PlaceNear"][];
            next_pickup: components["schemas"]["NextPickup"] | null;
            place: components["schemas"]["PlaceOut"] | null;
            role: components["schemas"]["Role"] | null;
            server_time: string;
            station: components["schemas"]["PlaceOut"] | null;
            usual: string[];
        };
        LabelBatchRow: {
            by: string;
            count: number;
            id: string;
            printed_at: string;
            retired: number;
            used: number;
        };
        LabelsIn: {
            count: number;
        };
        LabelsOut: {
            id: string;
            labels: string[];
            printed_at: string;
        };
        LineIn: {
            category: string;
            condition?: components["schemas"]["Condition"] | null;
            expires_on?: string | null;
            grams?: number | null;
            pieces: number;
            produced_on?: string | null;
        };
        LineOut: {
            category: string;
            condition: components["schemas"]["Condition"] | null;
            expires_on: string | null;
            grams: number;
            pieces: number;
            weight_estimated: boolean;
        };
        LinesIn: {
            happened_at?: string | null;
            id: string;
            outputs: components["schemas"]["OutputIn"][];
        };
        LinesOut: {
            grams_out: number;
            id: string;
            outputs: components["schemas"]["StrandOut"][];
            remaining_grams: number;
        };
        /** @enum {string} */
        LossReason: "moisture" | "packaging" | "dust" | "scale" | "other";
        LotIn: {
            grams?: number | null;
            lot: string;
            /** @default 0 */
            pieces?: number;
        };
        LotOut: {
            category: string;
            grams: number;
            lot: string;
            pieces: number;
        };
        MapOut: {
            attribution: string;
            bounds: number[];
            tiles: string;
        };
        MeOut: {
            expires_at: string;
            /** @enum {string} */
            language: "zh" | "en";
            may: string[];
            name: string;
            place: components["schemas"]["PlaceOut"] | null;
            role: components["schemas"]["Role"];
        };
        models__conflict_shapes__RowOut: {
            field: string;
            unit: ("piece" | "g") | null;
            values: components["schemas"]["ValueOut"][];
        };
        models__import_shapes__MovedOut: {
            code: string;
            metres: number;
        };
        models__import_shapes__RowOut: {
            changes: components["schemas"]["ChangeOut"][];
            code: string;
            row: number;
            /** @enum {string} */
            what: "created" | "updated" | "unchanged" | "refused";
        };
        models__report_shapes__PeriodOut: {
            from: string;
            name: string;
            title: string;
            to: string;
        };
        models__stations__MovedOut: {
            grams: number;
            intakes: number;
            pieces: number;
            to: string;
        };
        models__stock_shapes__PeriodOut: {
            closed_at: string;
            last_day: string;
            month: string;
        };
        MonthsOut: {
            first: string;
            last: string;
        };
        /** @enum {string} */
        MovementKind:
            | "intake"
            | "correction"
            | "collect"
            | "receive"
            | "weigh"
            | "sort_in"
            | "sort_out"
            | "dispatch"
            | "arrive"
            | "deliver"
            | "return"
            | "dispose"
            | "found"
            | "lost"
            | "stocktake";
        MovementRow: {
            by: string;
            from_place: components["schemas"]["PlaceRef"];
            grams: number;
            happened_at: string;
            kind: components["schemas"]["MovementKind"];
            lot: string;
            path: string | null;
            pieces: number;
            reason: string | null;
            recorded_at: string;
            seq: number;
            to_place: components["schemas"]["PlaceRef"];
        };
        Named: {
            code: string;
            name: string;
            name_en: string;
        };
        NeedGapOut: {
            available_pieces: number;
            category: string;
            gap_pieces: number;
            wanted_pieces: number;
        };
        NeedIn: {
            lines: components["schemas"]["NeedLineIn"][];
            needed_by?: string | null;
            note?: string | null;
            recipient: string;
            urgency?: components["schemas"]["Urgency"];
        };
        NeedLineIn: {
            category: string;
            pieces: number;
            size?: string | null;
            wearer?: components["schemas"]["Wearer"] | null;
        };
        NeedLineOut: {
            allocated_pieces: number;
            category: string;
            delivered_pieces: number;
            n: number;
            open_pieces: number;
            pieces: number;
            size: string | null;
            wearer: components["schemas"]["Wearer"] | null;
        };
        NeedOut: {
            fulfilled: boolean;
            id: string;
            lines: components["schemas"]["NeedLineOut"][];
            needed_by: string | null;
            recipient: string;
            stated_at: string;
            status: components["schemas"]["NeedStatus"];
            urgency: components["schemas"]["Urgency"];
            version: string;
        };
        /** @enum {string} */
        NeedStatus: "open" | "closed";
        NetworkOut: {
            districts: components["schemas"]["DistrictCount"][];
            points: number;
            positions: string;
            stations: number;
            warehouses: number;
        };
        NextPickup: {
            planned_for: string;
            status: components["schemas"]["RunStatus"];
        };
        NumberedOut: {
            due_on: string;
            number: string;
        };
        OfferedReport: {
            about: string;
            by: string[];
            charts: components["schemas"]["ChartOut"][];
            dated: boolean;
            dimensions: string[];
            filters: string[];
            formats: string[];
            groupings: components["schemas"]["WordOut"][];
            has_data: components["schemas"]["MonthsOut"] | null;
            has_flows: boolean;
            has_movements: boolean;
            limits: components["schemas"]["FilterOut"][];
            name: string;
            periods: components["schemas"]["models__report_shapes__PeriodOut"][];
            private: boolean;
            title: string;
        };
        OutputIn: {
            category: string;
            condition?: components["schemas"]["Condition"] | null;
            expires_on?: string | null;
            grade: components["schemas"]["Grade"];
            grams: number;
            /** @default 0 */
            pieces?: number;
            produced_on?: string | null;
            season?: components["schemas"]["Season"] | null;
            size?: string | null;
            wearer?: components["schemas"]["Wearer"] | null;
        };
        OverrideIn: {
            reason: string;
            station: string;
        };
        Page_ActRow_: {
            items: components["schemas"]["ActRow"][];
            next_cursor: string | null;
        };
        Page_AllocationRow_: {
            items: components["schemas"]["AllocationRow"][];
            next_cursor: string | null;
        };
        Page_BagRow_: {
            items: components["schemas"]["BagRow"][];
            next_cursor: string | null;
        };
        Page_CategoryOut_: {
            items: components["schemas"]["CategoryOut"][];
            next_cursor: string | null;
        };
        Page_ConflictRow_: {
            items: components["schemas"]["ConflictRow"][];
            next_cursor: string | null;
        };
        Page_DisclosureOut_: {
            items: components["schemas"]["DisclosureOut"][];
            next_cursor: string | null;
        };
        Page_DisposalRow_: {
            items: components["schemas"]["DisposalRow"][];
            next_cursor: string | null;
        };
        Page_DueOut_: {
            items: components["schemas"]["DueOut"][];
            next_cursor: string | null;
        };
        Page_DutyOut_: {
            items: components["schemas"]["DutyOut"][];
            next_cursor: string | null;
        };
        Page_HoldRow_: {
            items: components["schemas"]["HoldRow"][];
            next_cursor: string | null;
        };
        Page_IndicatorOut_: {
            items: components["schemas"]["IndicatorOut"][];
            next_cursor: string | null;
        };
        Page_InquiryRow_: {
            items: components["schemas"]["InquiryRow"][];
            next_cursor: string | null;
        };
        Page_IntakeNow_: {
            items: components["schemas"]["IntakeNow"][];
            next_cursor: string | null;
        };
        Page_InvitationRow_: {
            items: components["schemas"]["InvitationRow"][];
            next_cursor: string | null;
        };
        Page_LabelBatchRow_: {
            items: components["schemas"]["LabelBatchRow"][];
            next_cursor: string | null;
        };
        Page_MovementRow_: {
            items: components["schemas"]["MovementRow"][];
            next_cursor: string | null;
        };
        Page_NeedOut_: {
            items: components["schemas"]["NeedOut"][];
            next_cursor: string | null;
        };
        Page_PickupOut_: {
            items: components["schemas"]["PickupOut"][];
            next_cursor: string | null;
        };
        Page_PlaceNear_: {
            items: components["schemas"]["PlaceNear"][];
            next_cursor: string | null;
        };
        Page_PlaceOut_: {
            items: components["schemas"]["PlaceOut"][];
            next_cursor: string | null;
        };
        Page_ProjectNow_: {
            items: components["schemas"]["ProjectNow"][];
            next_cursor: string | null;
        };
        Page_ReceiptRow_: {
            items: components["schemas"]["ReceiptRow"][];
            next_cursor: string | null;
        };
        Page_RecipientOut_: {
            items: components["schemas"]["RecipientOut"][];
            next_cursor: string | null;
        };
        Page_ShareOut_: {
            items: components["schemas"]["ShareOut"][];
            next_cursor: string | null;
        };
        Page_ShipmentOut_: {
            items: components["schemas"]["ShipmentOut"][];
            next_cursor: string | null;
        };
        Page_SortingRow_: {
            items: components["schemas"]["SortingRow"][];
            next_cursor: string | null;
        };
        Page_StocktakeRow_: {
            items: components["schemas"]["StocktakeRow"][];
            next_cursor: string | null;
        };
        Page_ThresholdOut_: {
            items: components["schemas"]["ThresholdOut"][];
            next_cursor: string | null;
        };
        Page_TokenRow_: {
            items: components["schemas"]["TokenRow"][];
            next_cursor: string | null;
        };
        Paper: {
            changes: components["schemas"]["Change"][];
            duty: components["schemas"]["DutyKind"];
            duty_title: components["schemas"]["Text"];
            first: string;
            last: string;
            names: {
                [key: string]: components["schemas"]["Text"];
            };
            notes: components["schemas"]["Text"][];
            number: string | null;
            project: components["schemas"]["ProjectOut"] | null;
            published_at: string | null;
            reason: string | null;
            tables: components["schemas"]["PaperTable"][];
            version: number;
        };
        PaperColumn: {
            holds: string;
            name: string;
            title: components["schemas"]["Text"];
        };
        PaperTable: {
            columns: components["schemas"]["PaperColumn"][];
            name: string;
            note: components["schemas"]["Text"];
            rows: (string | number | null)[][];
            title: components["schemas"]["Text"];
            totals: {
                [key: string]: number | null;
            };
        };
        PeriodIn: {
            note?: string | null;
        };
        PickupIn: {
            driver?: string | null;
            due_by?: string | null;
            note?: string | null;
            planned_for?: string | null;
            station: string;
            /** @default [] */
            stops?: string[];
            vehicle?: string | null;
        };
        PickupOut: {
            bags: components["schemas"]["RunBagOut"][];
            capacity_grams: number;
            driver: string | null;
            due_by: string;
            expected_grams: number;
            finished_at: string | null;
            grams: number;
            id: string;
            over_capacity: boolean;
            overdue: boolean;
            pieces: number;
            planned_for: string;
            station: string;
            status: components["schemas"]["RunStatus"];
            stops: components["schemas"]["StopOut"][];
            vehicle: components["schemas"]["PlaceRef"];
        };
        PinOut: {
            point: string;
            reason: string;
            station: string | null;
            version: string;
        };
        PlaceEditIn: {
            accepts?: string[] | null;
            address?: string | null;
            address_en?: string | null;
            capacity_kg?: number | null;
            lat?: number | null;
            lon?: number | null;
            name?: string | null;
            name_en?: string | null;
            opening_hours?: string | null;
            operator?: string | null;
            phone?: string | null;
            position_source?: components["schemas"]["PositionSource"] | null;
            status?: components["schemas"]["PlaceStatus"] | null;
        };
        /** @enum {string} */
        PlaceKind: "point" | "station" | "warehouse" | "vehicle" | "transit" | "outside";
        PlaceNear: {
            accepts: string[];
            address: string;
            address_en: string;
            capacity_grams: number;
            changed_at: string;
            code: string;
            distance_m: number;
            district: components["schemas"]["Named"];
            kind: components["schemas"]["PlaceKind"];
            name: string;
            name_en: string;
            opening_hours: string;
            operator: string;
            phone: string;
            position: components["schemas"]["PositionOut"];
            position_source: components["schemas"]["PositionSource"];
            status: components["schemas"]["PlaceStatus"];
            subdistrict: components["schemas"]["Named"];
        };
        PlaceOut: {
            accepts: string[];
            address: string;
            address_en: string;
            capacity_grams: number;
            changed_at: string;
            code: string;
            district: components["schemas"]["Named"];
            kind: components["schemas"]["PlaceKind"];
            name: string;
            name_en: string;
            opening_hours: string;
            operator: string;
            phone: string;
            position: components["schemas"]["PositionOut"];
            position_source: components["schemas"]["PositionSource"];
            status: components["schemas"]["PlaceStatus"];
            subdistrict: components["schemas"]["Named"];
        };
        PlaceRef: {
            code: string;
            kind: components["schemas"]["PlaceKind"];
            name: string;
            name_en: string;
        };
        PlacesImportIn: {
            /** @default false */
            apply?: boolean;
            csv: string;
            expected?: string | null;
        };
        PlacesImportOut: {
            applied: boolean;
            created: number;
            digest: string;
            moved: components["schemas"]["models__import_shapes__MovedOut"][];
            problems: components["schemas"]["RowProblemOut"][];
            rows: components["schemas"]["models__import_shapes__RowOut"][];
            unchanged: number;
            updated: number;
        };
        /** @enum {string} */
        PlaceStatus: "open" | "suspended" | "closed";
        PortionOut: {
            category: string;
            grams: number;
            lot: string;
            pieces: number;
            place: string;
        };
        PositionIn: {
            datum?: components["schemas"]["Datum"];
            lat: number;
            lon: number;
        };
        PositionOut: {
            lat: number;
            lon: number;
        };
        /** @enum {string} */
        PositionSource: "surveyed" | "geocoded" | "synthetic";
        PosterOut: {
            code: string;
            created_at: string;
            point: string;
        };
        Problem: {
            code: string;
            detail: string;
            errors: components["schemas"]["ProblemError"][];
            request_id: string;
            status: number;
            title: string;
            type: string;
        };
        ProblemError: {
            code: string;
            message: string;
            pointer: string;
        };
        ProjectIn: {
            ended_on?: string | null;
            kind: components["schemas"]["ProjectKind"];
            name: string;
            name_en: string;
            started_on: string;
        };
        /** @enum {string} */
        ProjectKind: "fundraising" | "project" | "emergency";
        ProjectNow: {
            code: string;
            ended_on: string | null;
            kind: components["schemas"]["ProjectKind"];
            name: string;
            name_en: string;
            started_on: string;
            version: string;
        };
        ProjectOut: {
            code: string;
            ended_on: string | null;
            kind: components["schemas"]["ProjectKind"];
            name: string;
            name_en: string;
            started_on: string;
        };
        ProofIn: {
            code?: string | null;
            photo_sha256?: string | null;
            place?: string | null;
            signed_by?: string | null;
        };
        ProposalLine: {
            because: ("earmarked" | "expires_first" | "nearest" | "oldest" | "fair_share")[];
            category: string;
            distance_m: number;
            earmark: string | null;
            expires_on: string | null;
            grade: components["schemas"]["Grade"] | null;
            grams: number;
            lot: string;
            need_line: number;
            pieces: number;
            place: string;
            reason: string;
        };
        ProposalOut: {
            lines: components["schemas"]["ProposalLine"][];
            need: string;
            recipient: string;
            short: components["schemas"]["NeedLineOut"][];
        };
        PublicInquiryIn: {
            about?: string | null;
            contact?: components["schemas"]["ContactIn"] | null;
            id: string;
            kind: components["schemas"]["InquiryKind"];
            subject: string;
            tracking_code?: string | null;
        };
        PublishedOut: {
            changes: components["schemas"]["Change"][];
            id: string;
            number: string;
            published_at: string;
            sha256: string;
            version: number;
        };
        PublishIn: {
            duty: components["schemas"]["DutyKind"];
            first: string;
            last: string;
            project?: string | null;
            witness: string;
        };
        ReceiptBagOut: {
            expected_grams: number;
            expected_pieces: number;
            grams: number;
            label: string;
            outcome: components["schemas"]["BagOutcome"];
            pieces: number;
            weighed: boolean;
        };
        ReceiptIn: {
            bags: (components["schemas"]["ArrivedIn"] | string)[];
            happened_at?: string | null;
            note?: string | null;
            pickup?: string | null;
            station: string;
            witness?: string | null;
        };
        ReceiptOut: {
            arrived: number;
            bags: components["schemas"]["ReceiptBagOut"][];
            damaged: string[];
            expected: number;
            expected_grams: number;
            expected_pieces: number;
            flags: string[];
            grams: number;
            id: string;
            missing: string[];
            pickup: string | null;
            pieces: number;
            received_at: string;
            recorded_at: string;
            station: string;
            surplus: string[];
            unknown: string[];
            witnessed: boolean;
        };
        ReceiptRow: {
            arrived: number;
            bags: number;
            by: string;
            damaged: number;
            expected_grams: number;
            expected_pieces: number;
            grams: number;
            id: string;
            missing: number;
            pieces: number;
            place: components["schemas"]["PlaceRef"];
            received_at: string;
            recorded_at: string;
            surplus: number;
            unknown: number;
            witness: string | null;
        };
        RecipientIn: {
            case_reference?: string | null;
            credit_code?: string | null;
            division_code: string;
            /** @default [] */
            earmarks?: string[];
            kind: components["schemas"]["RecipientKind"];
            name?: string | null;
            position?: components["schemas"]["PositionIn"] | null;
            status?: components["schemas"]["RecipientStatus"];
        };
        /** @enum {string} */
        RecipientKind: "organisation" | "case";
        RecipientOut: {
            code: string;
            credit_code: string | null;
            division_code: string;
            earmarks: string[];
            kind: components["schemas"]["RecipientKind"];
            name: string | null;
            position: components["schemas"]["PositionOut"];
            province: string;
            province_en: string;
            status: components["schemas"]["RecipientStatus"];
            version: string;
        };
        /** @enum {string} */
        RecipientStatus: "active" | "closed";
        RecordedOut: {
            calendar: components["schemas"]["Calendar"];
            due_on: string;
            id: string;
            number: string;
        };
        /** @enum {string} */
        RefusalReason:
            "not_accepted" | "condition" | "soiled" | "damaged" | "expired" | "shelf_life" | "other";
        RefusedIn: {
            category: string;
            grams?: number | null;
            pieces: number;
            reason: components["schemas"]["RefusalReason"];
        };
        RefusedOut: {
            because: string;
            category: string;
            grams: number | null;
            judged_by: string;
            pieces: number;
            reason: components["schemas"]["RefusalReason"];
        };
        ReleaseIn: {
            happened_at?: string | null;
            reason: string;
        };
        ReportOut: {
            by: string[];
            columns: components["schemas"]["ColumnOut"][];
            data_until: string;
            filters: {
                [key: string]: string;
            };
            from: string;
            generated_at: string;
            notes: string[];
            report: string;
            rows: {
                [key: string]: unknown;
            }[];
            sentence: string;
            title: string;
            to: string;
            totals: {
                [key: string]: number;
            };
        };
        RequestIn: {
            happened_at?: string | null;
            id: string;
            note?: string | null;
            reason?: components["schemas"]["RequestReason"];
        };
        RequestOut: {
            asked_at: string;
            id: string;
            point: string;
            reason: components["schemas"]["RequestReason"];
        };
        /** @enum {string} */
        RequestReason: "full" | "large_gift" | "spoiling" | "other";
        ReroutingOut: {
            because: string;
            from_station: string;
            reason: string;
            recorded_at: string;
            to_station: string;
        };
        RetireIn: {
            reason: string;
        };
        ReturnIn: {
            happened_at: string;
            id?: string | null;
            lines: components["schemas"]["LotIn"][];
            note?: string | null;
            reason: components["schemas"]["ReturnReason"];
        };
        /** @enum {string} */
        ReturnReason: "refused" | "nobody_there" | "wrong_goods" | "damaged" | "not_needed" | "other";
        /** @enum {string} */
        Role:
            | "volunteer"
            | "driver"
            | "station_manager"
            | "warehouse_manager"
            | "foundation"
            | "auditor"
            | "admin";
        RouteOut: {
            alternatives: components["schemas"]["Alternative"][];
            because: string;
            distance_m: number;
            method: string;
            station: components["schemas"]["PlaceOut"];
        };
        RowProblemOut: {
            code: string;
            column: string;
            message: string;
            place: string;
            row: number;
            /** @enum {string} */
            severity: "error" | "warning";
        };
        RunBagOut: {
            announced: boolean;
            grams: number;
            label: string;
            pieces: number;
            point: string;
            status: components["schemas"]["BagStatus"];
        };
        /** @enum {string} */
        RunStatus: "planned" | "under_way" | "finished";
        ScanOut: {
            code: string;
            grams: number;
            last_at: string | null;
            last_by: string | null;
            path: string;
            pieces: number;
            place: components["schemas"]["PlaceRef"] | null;
            status: string;
            /** @enum {string} */
            what: "bag" | "label" | "lot" | "intake" | "place";
        };
        /** @enum {string} */
        Season: "winter" | "summer" | "midseason" | "all_year";
        SettingOut: {
            default: boolean;
            description: string;
            name: string;
            value: string;
        };
        SettledOut: {
            at: string;
            by: string;
            choice: components["schemas"]["Choice"];
            linked: string | null;
            reason: string;
        };
        SettleIn: {
            /** @enum {string} */
            choice: "keep_recorded" | "correct_intake" | "adjust" | "record_other" | "ask";
            id: string;
            reason: string;
            values?: components["schemas"]["SettleValues"] | null;
        };
        SettleValues: {
            adjustment?: components["schemas"]["AdjustmentIn"] | null;
            correction?: components["schemas"]["CorrectionIn"] | null;
            intake?: string | null;
        };
        SetupOut: {
            admin: boolean;
            backup: string | null;
            demo: boolean;
            first_intake: boolean;
            help_phone: boolean;
            invited: boolean;
            labels_printed: boolean;
            places: number;
            public_url_https: boolean;
            stations: number;
            stations_staffed: number;
        };
        SharedQuestion: {
            accepts?: string | null;
            age_band?: string | null;
            by?: string | null;
            category?: string | null;
            district?: string | null;
            emergency?: string | null;
            expiry_band?: string | null;
            from?: string | null;
            grade?: string | null;
            place?: string | null;
            place_kind?: string | null;
            province?: string | null;
            recipient?: string | null;
            recipient_kind?: string | null;
            station?: string | null;
            to?: string | null;
            urgency?: string | null;
            vehicle?: string | null;
        };
        ShareIn: {
            /** @default 30 */
            days?: number;
            /** @default {} */
            question?: components["schemas"]["SharedQuestion"];
            report: string;
            title?: string | null;
        };
        ShareOut: {
            by: string;
            created_at: string;
            expires_at: string;
            id: string;
            opened: number;
            opened_at: string | null;
            question: {
                [key: string]: string;
            };
            report: string;
            revoked_at: string | null;
            /** @enum {string} */
            status: "live" | "expired" | "revoked" | "ended";
            title: string | null;
            url: string | null;
        };
        /** @enum {string} */
        ShipmentKind: "transfer" | "distribution";
        ShipmentLineOut: {
            arrived_grams: number;
            arrived_pieces: number;
            category: string;
            grams: number;
            lost_grams: number;
            lost_pieces: number;
            lot: string;
            pieces: number;
            returned_grams: number;
            returned_pieces: number;
            sent_grams: number;
            sent_pieces: number;
            under_way_grams: number;
            under_way_pieces: number;
            weighed_grams: number;
        };
        ShipmentOut: {
            allocation: string | null;
            completed_at: string | null;
            deliveries: components["schemas"]["DeliveryOut"][];
            dispatched_at: string | null;
            due_by: string | null;
            from_place: components["schemas"]["PlaceRef"];
            id: string;
            kind: components["schemas"]["ShipmentKind"];
            lines: components["schemas"]["ShipmentLineOut"][];
            overdue: boolean;
            people_reached: number;
            planned_at: string;
            recipient: string | null;
            status: components["schemas"]["ShipmentStatus"];
            surplus: components["schemas"]["LotOut"][];
            to_place: components["schemas"]["PlaceRef"] | null;
            vehicle: string | null;
        };
        /** @enum {string} */
        ShipmentStatus:
            | "planned"
            | "picked"
            | "partly_dispatched"
            | "dispatched"
            | "partly_arrived"
            | "completed"
            | "returned"
            | "lost"
            | "cancelled";
        /** @enum {string} */
        Side: "in" | "out";
        SortingCorrectionIn: {
            grams: number;
            id: string;
            lot: string;
            pieces: number;
            reason: string;
        };
        SortingIn: {
            happened_at?: string | null;
            inputs: (components["schemas"]["InputIn"] | string)[];
            /** @default 0 */
            loss_grams?: number;
            loss_reason?: components["schemas"]["LossReason"] | null;
            note?: string | null;
            /** @default false */
            open?: boolean;
            /** @default [] */
            outputs?: components["schemas"]["OutputIn"][];
            station: string;
        };
        SortingOut: {
            earmark: string | null;
            finished_at: string | null;
            grams_in: number;
            grams_out: number;
            id: string;
            inputs: components["schemas"]["StrandOut"][];
            loss_grams: number;
            loss_reason: components["schemas"]["LossReason"] | null;
            opened_at: string;
            outputs: components["schemas"]["StrandOut"][];
            pieces_in: number;
            pieces_out: number;
            remaining_grams: number;
            station: string;
            status: components["schemas"]["SortingStatus"];
        };
        SortingRow: {
            by: string;
            finished_at: string | null;
            grams_in: number;
            grams_out: number;
            id: string;
            loss_grams: number;
            opened_at: string;
            pieces_in: number;
            pieces_out: number;
            place: components["schemas"]["PlaceRef"];
            remaining_grams: number;
            status: components["schemas"]["SortingStatus"];
        };
        /** @enum {string} */
        SortingStatus: "open" | "finished";
        StaleProblem: {
            code: string;
            conflict: components["schemas"]["EditConflict"];
            detail: string;
            errors: components["schemas"]["ProblemError"][];
            request_id: string;
            status: number;
            title: string;
            type: string;
        };
        StationChangeIn: {
            reason: string;
        };
        StationChangeOut: {
            moved: components["schemas"]["models__stations__MovedOut"][];
            rerouted: number;
            station: components["schemas"]["PlaceOut"];
        };
        StationOut: {
            because: string;
            code: string;
            distance_m: number;
            method: string;
            name: string;
            name_en: string;
        };
        StepIn: {
            happened_at?: string | null;
            note?: string | null;
            reason?: string | null;
        };
        StockOut: {
            available_grams: number | null;
            available_pieces: number | null;
            category: string;
            condition: components["schemas"]["Condition"] | null;
            earmark: string | null;
            expires_on: string | null;
            /** @enum {string} */
            expiry_band: "expired" | "under_3_months" | "under_9_months" | "later" | "none";
            grade: components["schemas"]["Grade"] | null;
            grams: number;
            held_pieces: number | null;
            lot: string;
            pieces: number;
            place: components["schemas"]["PlaceRef"];
            reserved_grams: number | null;
            reserved_pieces: number | null;
            season: components["schemas"]["Season"] | null;
            since: string;
            size: string | null;
            wearer: components["schemas"]["Wearer"] | null;
            weight_estimated: boolean;
        };
        StockPage: {
            items: components["schemas"]["StockOut"][];
            next_cursor: string | null;
            totals: components["schemas"]["StockTotals"];
        };
        StocktakeIn: {
            /** @default true */
            blind?: boolean;
            category?: string | null;
            happened_at?: string | null;
            /** @default [] */
            lines?: components["schemas"]["CountIn"][];
            note?: string | null;
            place: string;
        };
        StocktakeOut: {
            blind: boolean;
            category: string | null;
            counted: number;
            differences: number | null;
            finalized_at: string | null;
            id: string;
            lines: components["schemas"]["CountOut"][];
            opened_at: string;
            place: string;
            status: components["schemas"]["StocktakeStatus"];
            to_count: number;
        };
        StocktakeRow: {
            blind: boolean;
            by: string;
            category: string | null;
            counted: number;
            differences: number | null;
            finalized_at: string | null;
            id: string;
            opened_at: string;
            place: components["schemas"]["PlaceRef"];
            status: components["schemas"]["StocktakeStatus"];
            to_count: number;
        };
        /** @enum {string} */
        StocktakeStatus: "counting" | "finalized" | "cancelled";
        StockTotals: {
            available_pieces: number | null;
            grams: number;
            in_sorting_grams: number | null;
            lots: number;
            pieces: number;
            reserved_pieces: number | null;
        };
        StopOut: {
            address: string;
            address_en: string;
            ended_at: string | null;
            opening_hours: string;
            outcome: components["schemas"]["StopOutcome"] | null;
            phone: string;
            planned: boolean;
            point: components["schemas"]["PlaceRef"];
            position: components["schemas"]["PositionOut"];
            requests: components["schemas"]["RequestReason"][];
            waiting: string[];
        };
        /** @enum {string} */
        StopOutcome:
            | "collected"
            | "closed"
            | "nobody_there"
            | "no_access"
            | "nothing_there"
            | "vehicle_full"
            | "skipped"
            | "other";
        StrandOut: {
            category: string;
            expires_on: string | null;
            grade: components["schemas"]["Grade"] | null;
            grams: number;
            lot: string;
            pieces: number;
            season: components["schemas"]["Season"] | null;
            size: string | null;
            wearer: components["schemas"]["Wearer"] | null;
        };
        StreamsOut: {
            most: number;
            open: number;
        };
        SyncIn: {
            operations: {
                body?: Record<string, never>;
                /** @enum {unknown} */
                method: "PUT" | "POST";
                path: string;
            }[];
        };
        SyncOut: {
            results: components["schemas"]["SyncResult"][];
        };
        SyncResult: {
            body: unknown;
            status: number;
        };
        SystemOut: {
            backups: components["schemas"]["BackupOut"][];
            checks: {
                [key: string]: string;
            };
            database: components["schemas"]["DatabaseOut"];
            disk_bytes: number;
            disk_free_bytes: number;
            exports: components["schemas"]["ExportsOut"];
            jobs: components["schemas"]["JobOut"][];
            last_check: components["schemas"]["JobOut"] | null;
            now: string;
            python: string;
            settings: components["schemas"]["SettingOut"][];
            started_at: string;
            streams: components["schemas"]["StreamsOut"];
            uptime_s: number;
            version: string;
        };
        TaskOut: {
            category: string | null;
            due: string | null;
            grams: number | null;
            /** @enum {string} */
            kind:
                | "expired"
                | "expiring"
                | "pickup_overdue"
                | "shipment_overdue"
                | "emergency_need"
                | "conflicts"
                | "point_waiting"
                | "bags_arriving"
                | "transfer_arriving"
                | "sorting_open"
                | "disposal_to_decide"
                | "shipment_to_send"
                | "low_stock"
                | "need_unmet";
            number: number | null;
            path: string;
            pieces: number | null;
            place: string | null;
            place_name: string | null;
            since: string | null;
            subject: string;
            urgency: number;
        };
        Text: {
            en: string;
            zh: string;
        };
        ThresholdIn: {
            pieces: number;
        };
        ThresholdOut: {
            available_pieces: number;
            category: string;
            pieces: number;
            place: string;
            version: string;
        };
        TokenIn: {
            /** @default 30 */
            days?: number;
            name: string;
            place?: string | null;
            role: components["schemas"]["Role"];
        };
        TokenOut: {
            expires_at: string;
            place: string | null;
            role: components["schemas"]["Role"];
            token: string;
        };
        TokenRow: {
            created_at: string;
            expires_at: string;
            id: number;
            name: string;
            place: string | null;
            revoked_at: string | null;
            role: components["schemas"]["Role"];
        };
        TraceOut: {
            outcomes: components["schemas"]["TraceOutcome"][];
            status: components["schemas"]["TraceStatus"];
            steps: components["schemas"]["TraceStep"][];
            tracking_code: string;
        };
        TraceOutcome: {
            district: string | null;
            grams: number;
            outcome: string;
            pieces: number;
            share: number;
        };
        /** @enum {string} */
        TraceStatus:
            | "received"
            | "collected"
            | "at_station"
            | "sorted"
            | "dispatched"
            | "delivered"
            | "ended"
            | "withdrawn";
        TraceStep: {
            at: string;
            place: string;
            place_kind: string;
            status: components["schemas"]["TraceStatus"];
        };
        TransferIn: {
            due_by?: string | null;
            from: string;
            lines: components["schemas"]["LotIn"][];
            note?: string | null;
            to: string;
            vehicle?: string | null;
        };
        UnannouncedIn: {
            category?: string;
            grams?: number | null;
            label: string;
            pieces?: number | null;
        };
        /** @enum {string} */
        Urgency: "normal" | "high" | "emergency";
        ValueOut: {
            at: string | null;
            by: string | null;
            /** @enum {string} */
            source: "logged" | "received" | "sent" | "arrived" | "recorded" | "refused";
            value: unknown;
        };
        VehicleIn: {
            capacity_grams: number;
            home: string;
            name: string;
            name_en?: string | null;
        };
        VehicleOut: {
            capacity_grams: number;
            code: string;
            grams: number;
            home: string;
            name: string;
            name_en: string;
            pieces: number;
            version: string;
        };
        VersionRow: {
            n: number;
            published_at: string;
            reason: string | null;
            sha256: string;
        };
        WayOut: {
            choice: components["schemas"]["Choice"];
            does: string;
        };
        /** @enum {string} */
        Wearer: "woman" | "man" | "adult" | "girl" | "boy" | "child" | "baby";
        WordOut: {
            name: string;
            title: string;
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export type operations = Record<string, never>;
