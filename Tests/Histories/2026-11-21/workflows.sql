BEGIN TRANSACTION;
CREATE TABLE action_tokens (
    hash       TEXT PRIMARY KEY,             -- SHA-256 of the secret; the secret itself is only in the message
    task_id    TEXT NOT NULL REFERENCES tasks (id) ON DELETE CASCADE,
    approver   TEXT NOT NULL,
    revision   TEXT NOT NULL,
    expires_at BIGINT NOT NULL,
    used_at    BIGINT
);
INSERT INTO "action_tokens" VALUES('9c699ee1354c2da975957d0531bc14d85db97a56929833be42d5c1340da0227f','01a1ff43-2645-72c1-8e69-a7884ac662b5','marco','8e0d719260683835',1796630400000,NULL);
INSERT INTO "action_tokens" VALUES('25323e5511dd0e6c88c72691d47e216ce7fdf93a50709e196951ba37d8cb9b9e','01a1ff43-2f8e-77d3-964c-3e0ea4226a46','marco','e32eeba72f7420aa',1796630400000,NULL);
INSERT INTO "action_tokens" VALUES('6a29ad7d0051e3bfd063ad682376e4b97ac58edff3de762f0a067f4d7adbf458','01a1ff43-3000-77fd-81c6-c0b59299fa4a','marco','a997b0a0d38a5e08',1796630400000,NULL);
INSERT INTO "action_tokens" VALUES('a32e6db908d1cef8dbbdc50d22c614451de0bacda4a47a4a8f2f10c2370cebf9','01a1ff43-33e1-7ad7-8636-5bc7f851b08f','hana','db58bd285b875e84',1796630400000,NULL);
INSERT INTO "action_tokens" VALUES('00192ce83ab1a7727432e8034bd9e7cb5842508c96e88b2914a8ce3e87280c96','01a1ff43-34e9-7b49-8bc6-985b8356a663','pat@partner.test','53b140f61edcd31b',1795319956969,NULL);
INSERT INTO "action_tokens" VALUES('9b6c8f8aeaeee819718f4cd0921fdb1257a228bda95c82e4d129fb1957572169','01a1ff43-2f8e-77d3-964c-3e0ea4226a46','marco','e32eeba72f7420aa',1796630400000,NULL);
INSERT INTO "action_tokens" VALUES('684e190420acf7f00beea9970887b291a32e2c26927378532c394ba974122899','01a1ff43-2f8e-77d3-964c-3e0ea4226a46','diana','e32eeba72f7420aa',1796630400000,NULL);
CREATE TABLE audit (
    seq           BIGINT PRIMARY KEY,
    at            BIGINT NOT NULL,
    kind          TEXT NOT NULL,             -- see AuditKinds
    request_id    TEXT,
    task_id       TEXT,
    actor         TEXT,                      -- a person's id or an address; null: the system
    actor_name    TEXT,
    on_behalf_of  TEXT,
    action        TEXT,
    outcome       TEXT,
    channel       TEXT,                      -- app, email, telegram, api, timer
    address       TEXT,                      -- where the decision came from
    revision      TEXT,
    comment       TEXT,
    detail        TEXT,
    previous_hash TEXT NOT NULL,
    hash          TEXT NOT NULL
);
INSERT INTO "audit" VALUES(1,1795283952053,'submitted','01a1ff43-2104-72be-bf05-8f13f75d8ed7',NULL,'emma','Emma Larsen',NULL,NULL,NULL,'api',NULL,NULL,NULL,NULL,'','fbbb5b7daefcbd305bee4d9580e608d818eab657c266029145185f8dba8d9ce5');
INSERT INTO "audit" VALUES(2,1795283953908,'asked','01a1ff43-2104-72be-bf05-8f13f75d8ed7','01a1ff43-2645-72c1-8e69-a7884ac662b5',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,'Manager decides: Marco Rossi','fbbb5b7daefcbd305bee4d9580e608d818eab657c266029145185f8dba8d9ce5','aa90b46676dbd46459b5e2a066e77c457a288dc57a3b26b5ff288d343a494f25');
INSERT INTO "audit" VALUES(3,1795283955597,'submitted','01a1ff43-2f8c-7830-ab68-289b87c148ea',NULL,'luca','Luca Ferrari',NULL,NULL,NULL,'api',NULL,NULL,NULL,NULL,'aa90b46676dbd46459b5e2a066e77c457a288dc57a3b26b5ff288d343a494f25','f9b51beb0a1e74d39aa4f2d185f94cd095d9dde3a150619c73f391a3cf5b5754');
INSERT INTO "audit" VALUES(4,1795283955600,'asked','01a1ff43-2f8c-7830-ab68-289b87c148ea','01a1ff43-2f8e-77d3-964c-3e0ea4226a46',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,'Manager decides: Marco Rossi','f9b51beb0a1e74d39aa4f2d185f94cd095d9dde3a150619c73f391a3cf5b5754','fb1d690903d5bbfc59f85bd7cb9d9b49042222bdb401af31779e671f99a7bb38');
INSERT INTO "audit" VALUES(5,1795283955687,'submitted','01a1ff43-2fb1-7cc9-b4b4-70f3af2c4251',NULL,'luca','Luca Ferrari',NULL,NULL,NULL,'api',NULL,NULL,NULL,NULL,'fb1d690903d5bbfc59f85bd7cb9d9b49042222bdb401af31779e671f99a7bb38','9a501ca56b5d1eaa6ebb01636cba0f62a5ea2b956e9217a34c3c519cf7c34770');
INSERT INTO "audit" VALUES(6,1795283955713,'asked','01a1ff43-2fb1-7cc9-b4b4-70f3af2c4251','01a1ff43-3000-77fd-81c6-c0b59299fa4a',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,'Manager decides: Marco Rossi','9a501ca56b5d1eaa6ebb01636cba0f62a5ea2b956e9217a34c3c519cf7c34770','b5230a8f018912110496f92bb4ba9c26770fe9423d29b7d0ef6a8f629dc18e1a');
INSERT INTO "audit" VALUES(7,1795283956462,'decided','01a1ff43-2fb1-7cc9-b4b4-70f3af2c4251','01a1ff43-3000-77fd-81c6-c0b59299fa4a','marco','Marco Rossi',NULL,'Approve','Approved','api','127.0.0.1','a997b0a0d38a5e08','Enjoy','Manager decides','b5230a8f018912110496f92bb4ba9c26770fe9423d29b7d0ef6a8f629dc18e1a','135de78e90460643c5c22e5a5bdc6bf86df9a3f900b645a66dbedc28bccdf721');
INSERT INTO "audit" VALUES(8,1795283956740,'asked','01a1ff43-2fb1-7cc9-b4b4-70f3af2c4251','01a1ff43-33e1-7ad7-8636-5bc7f851b08f',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,'HR decides: Hana Novak','135de78e90460643c5c22e5a5bdc6bf86df9a3f900b645a66dbedc28bccdf721','3a07805f9a19ed67eb6f0e9cf6359cea7ee26a4e216db59fa01b537807e625d3');
INSERT INTO "audit" VALUES(9,1795283956967,'submitted','01a1ff43-3499-737e-98c2-416b79751c7f',NULL,'emma','Emma Larsen',NULL,NULL,NULL,'api',NULL,NULL,NULL,NULL,'3a07805f9a19ed67eb6f0e9cf6359cea7ee26a4e216db59fa01b537807e625d3','09f04a4ee031fc8260166503c91bd43f3bb08e2e2aaaf371acde469c3c31b1ea');
INSERT INTO "audit" VALUES(10,1795283957029,'asked','01a1ff43-3499-737e-98c2-416b79751c7f','01a1ff43-34e9-7b49-8bc6-985b8356a663',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,'Ask: pat@partner.test','09f04a4ee031fc8260166503c91bd43f3bb08e2e2aaaf371acde469c3c31b1ea','d5f2d24219b5812718e055b9823c16bff950eb45689e9375338f28d1e54961c2');
INSERT INTO "audit" VALUES(11,1795283957182,'submitted','01a1ff43-3591-7d4a-b2e9-770e3eb3b6af',NULL,'emma','Emma Larsen',NULL,NULL,NULL,'api',NULL,NULL,NULL,NULL,'d5f2d24219b5812718e055b9823c16bff950eb45689e9375338f28d1e54961c2','7bd44d44754f18ec2b49667ef8d0c486016dbec206ed903d8342a0a8ff6b2da9');
INSERT INTO "audit" VALUES(12,1795283957259,'submitted','01a1ff43-35ff-7723-98e1-6b13dc7afb64',NULL,'emma','Emma Larsen',NULL,NULL,NULL,'api',NULL,NULL,NULL,NULL,'7bd44d44754f18ec2b49667ef8d0c486016dbec206ed903d8342a0a8ff6b2da9','8a8137c56a15234333139197e134bf28e01d47b94ff901cff916120226902a07');
INSERT INTO "audit" VALUES(13,1795283972063,'reminded','01a1ff43-2f8c-7830-ab68-289b87c148ea','01a1ff43-2f8e-77d3-964c-3e0ea4226a46',NULL,NULL,NULL,NULL,NULL,'timer',NULL,NULL,NULL,'Marco Rossi','8a8137c56a15234333139197e134bf28e01d47b94ff901cff916120226902a07','91b3eef631d0b86350e8471f9491cabb7d891d5ee8120e9405dd81f258cebecb');
INSERT INTO "audit" VALUES(14,1795283972853,'escalated','01a1ff43-2f8c-7830-ab68-289b87c148ea','01a1ff43-2f8e-77d3-964c-3e0ea4226a46',NULL,NULL,NULL,NULL,NULL,'timer',NULL,NULL,NULL,'Diana Weber','91b3eef631d0b86350e8471f9491cabb7d891d5ee8120e9405dd81f258cebecb','f19e928a9c8b500a36938123c7332e02da449afd231be9158faf6bb97478bad4');
CREATE TABLE bookmarks (
    id             TEXT PRIMARY KEY,
    instance_id    TEXT NOT NULL REFERENCES instances (id) ON DELETE CASCADE,
    name           TEXT NOT NULL,
    hash           TEXT NOT NULL,            -- of name and payload: what a stimulus is matched by
    activity_id    TEXT NOT NULL,
    correlation_id TEXT,
    created_at     BIGINT NOT NULL
);
INSERT INTO "bookmarks" VALUES('01a1ff43-28e4-704e-9e9c-4b93e88051e9','01a1ff43-2104-72be-bf05-8f13f75d8ed7','Approvals.Decision','de54d91d41fc3f2356e0416b6cf97a65cdefd2a40ea7e20385b36b9af529ff9c','ManagerDecides',NULL,1795283953907);
INSERT INTO "bookmarks" VALUES('01a1ff43-28f4-7ea7-bfe1-4c61290039cd','01a1ff43-2104-72be-bf05-8f13f75d8ed7','Approvals.Remind','6b3e072e558bdf358a03a8110ee741db4a7ed40717b4c943c1f649d006aa7fa6','ManagerDecides',NULL,1795283953908);
INSERT INTO "bookmarks" VALUES('01a1ff43-28f4-7572-a4e0-9c356fa65113','01a1ff43-2104-72be-bf05-8f13f75d8ed7','Approvals.Escalate','018d118681a12e9eeeed49a2cc06dcd2933fb5942d1e06a5a9b1570ac2c28c97','ManagerDecides',NULL,1795283953908);
INSERT INTO "bookmarks" VALUES('01a1ff43-28f4-7f54-8b6a-cab6746ddf61','01a1ff43-2104-72be-bf05-8f13f75d8ed7','Approvals.Expire','db78ba09f32cabaf78fe90f058deb664a30ce473f2099df0a4351015f4d58dd8','ManagerDecides',NULL,1795283953908);
INSERT INTO "bookmarks" VALUES('01a1ff43-2f90-7be3-85e6-81e113a67452','01a1ff43-2f8c-7830-ab68-289b87c148ea','Approvals.Decision','af93df65fba8e0cab9e79ba750ed53bf834b4180908d7eae473d6f99bbb64ae3','ManagerDecides',NULL,1795283955600);
INSERT INTO "bookmarks" VALUES('01a1ff43-2f90-75bc-b2bf-4b8bafd749d9','01a1ff43-2f8c-7830-ab68-289b87c148ea','Approvals.Expire','db78ba09f32cabaf78fe90f058deb664a30ce473f2099df0a4351015f4d58dd8','ManagerDecides',NULL,1795283955600);
INSERT INTO "bookmarks" VALUES('01a1ff43-3404-7fd2-8248-77d940dfb5b0','01a1ff43-2fb1-7cc9-b4b4-70f3af2c4251','Approvals.Decision','14a296cf6ea016244eb254b77b93d250a6511d3b7689e489359f13e347b2b842','HrDecides',NULL,1795283956740);
INSERT INTO "bookmarks" VALUES('01a1ff43-3404-72ea-b8cb-6b7e22822e8f','01a1ff43-2fb1-7cc9-b4b4-70f3af2c4251','Approvals.Remind','1e9e63f5fbb7e05dc8cb34732d4db66bdbd2f4af4e48ec96ff92613dcf7ac0ed','HrDecides',NULL,1795283956740);
INSERT INTO "bookmarks" VALUES('01a1ff43-3404-76a2-9995-8adf61110293','01a1ff43-2fb1-7cc9-b4b4-70f3af2c4251','Approvals.Escalate','eff2e51b40bf2db33edc81e1dde527a95e8b02c09289ed877c0468a0330a82e5','HrDecides',NULL,1795283956740);
INSERT INTO "bookmarks" VALUES('01a1ff43-3404-758f-8ba3-5e45086d6d2a','01a1ff43-2fb1-7cc9-b4b4-70f3af2c4251','Approvals.Expire','2aac1c968bb638ba9c4b63524a1306b9a7fbc93e2a010c241fff42870ddc4405','HrDecides',NULL,1795283956740);
INSERT INTO "bookmarks" VALUES('01a1ff43-3525-79ae-abb1-73dff6051c59','01a1ff43-3499-737e-98c2-416b79751c7f','Approvals.Decision','4f3d625c188fe57001352d7cfe6f3a9ab6573896614212f315b2151d3908a485','Ask',NULL,1795283957029);
INSERT INTO "bookmarks" VALUES('01a1ff43-3525-76c5-a9c9-9327ea7a479d','01a1ff43-3499-737e-98c2-416b79751c7f','Approvals.Expire','e4e40a479faf8a55a20147b2c942de69cd0711b808700c156e7c873584942475','Ask',NULL,1795283957029);
INSERT INTO "bookmarks" VALUES('01a1ff43-35be-7645-983c-d45fb31bb49e','01a1ff43-3591-7d4a-b2e9-770e3eb3b6af','Elsa.Delay','0a57fe840d328a112fa858317d32d72112300e79e74d0acace7e53416942e865','Wait',NULL,1795283957183);
INSERT INTO "bookmarks" VALUES('01a1ff43-360d-7d82-831d-f80a507a0476','01a1ff43-35ff-7723-98e1-6b13dc7afb64','Workflows.ChildFinished','22f5fa10275295f38acabc0dd7837a8ee82ea1661dd05da941ebbe6dfcfa5fdf','Start',NULL,1795283957261);
INSERT INTO "bookmarks" VALUES('01a1ff43-3642-7dc5-9ed4-e6a8e12ccae7','01a1ff43-360c-7de1-93c9-fd785635f322','Elsa.Delay','22878f2aacd94dcac69f9cca34b59e9c25d42ef913a21584f1f6ef091cb93d2b','Wait',NULL,1795283957350);
CREATE TABLE calendars (
    id           TEXT PRIMARY KEY,
    working_week TEXT NOT NULL               -- see WorkingWeek
);
INSERT INTO "calendars" VALUES('italy','Mon-Fri 09:00-17:00');
INSERT INTO "calendars" VALUES('indonesia','Mon-Fri 09:00-17:00');
CREATE TABLE companies (
    id        TEXT PRIMARY KEY,
    name      TEXT NOT NULL,
    time_zone TEXT NOT NULL,                 -- IANA
    calendar  TEXT NOT NULL,
    currency  TEXT NOT NULL                  -- ISO 4217
);
INSERT INTO "companies" VALUES('borealis','Borealis Trading S.r.l.','Europe/Rome','italy','EUR');
INSERT INTO "companies" VALUES('samudra','PT Samudra Nusantara','Asia/Jakarta','indonesia','IDR');
CREATE TABLE definitions (
    id            TEXT PRIMARY KEY,          -- one version of a process
    definition_id TEXT NOT NULL,             -- the process
    version       INTEGER NOT NULL,
    name          TEXT NOT NULL,
    is_latest     INTEGER NOT NULL,
    is_published  INTEGER NOT NULL,
    document      TEXT NOT NULL,             -- the JSON in canonical form
    hash          TEXT NOT NULL,             -- SHA-256 of the document
    comment       TEXT,
    created_by    TEXT,
    created_at    BIGINT NOT NULL,
    UNIQUE (definition_id, version)
);
INSERT INTO "definitions" VALUES('child-1','child',1,'child',1,1,'{
  "id": "child-1",
  "definitionId": "child",
  "name": "child",
  "version": 1,
  "isPublished": true,
  "root": {
    "id": "Steps",
    "type": "Elsa.Sequence",
    "activities": [
      {
        "id": "Wait",
        "type": "Elsa.Delay",
        "timeSpan": {
          "typeName": "String",
          "expression": {
            "type": "Literal",
            "value": "02:00:00"
          }
        }
      }
    ]
  }
}
','82fb20a4def44c12bbb4a5346bb9ce6a9c948978396db45fdb4b51d2c5f37c93','From child.json',NULL,1795283939872);
INSERT INTO "definitions" VALUES('leave-1','leave',1,'Leave',1,1,'{
  "$schema": "https://elsaworkflows.io/schemas/workflow-definition/v3.0.0/schema.json",
  "id": "leave-1",
  "definitionId": "leave",
  "name": "Leave",
  "description": "A leave request: checked against calendar, register and balance, decided by the manager, above 3 working days by HR too. Sick leave is recorded and the manager told.",
  "version": 1,
  "toolVersion": "3.8.2.0",
  "isLatest": true,
  "isPublished": true,
  "isReadonly": false,
  "isSystem": false,
  "variables": [
    {
      "id": "Days",
      "name": "Days",
      "typeName": "Decimal",
      "isArray": false,
      "value": null,
      "storageDriverTypeName": "Elsa.Workflows.WorkflowInstanceStorageDriver, Elsa.Workflows.Core"
    },
    {
      "id": "Balance",
      "name": "Balance",
      "typeName": "Decimal",
      "isArray": false,
      "value": null,
      "storageDriverTypeName": "Elsa.Workflows.WorkflowInstanceStorageDriver, Elsa.Workflows.Core"
    },
    {
      "id": "RefusalReason",
      "name": "RefusalReason",
      "typeName": "String",
      "isArray": false,
      "value": null,
      "storageDriverTypeName": "Elsa.Workflows.WorkflowInstanceStorageDriver, Elsa.Workflows.Core"
    },
    {
      "id": "Comment",
      "name": "Comment",
      "typeName": "String",
      "isArray": false,
      "value": null,
      "storageDriverTypeName": "Elsa.Workflows.WorkflowInstanceStorageDriver, Elsa.Workflows.Core"
    },
    {
      "id": "DecidedBy",
      "name": "DecidedBy",
      "typeName": "String",
      "isArray": false,
      "value": null,
      "storageDriverTypeName": "Elsa.Workflows.WorkflowInstanceStorageDriver, Elsa.Workflows.Core"
    }
  ],
  "inputs": [
    {
      "type": "String",
      "name": "type",
      "displayName": "Type of leave",
      "description": "Only annual leave uses up the balance.",
      "category": "Leave",
      "uiHint": "dropdown",
      "storageDriverType": "Elsa.Workflows.WorkflowInstanceStorageDriver, Elsa.Workflows.Core",
      "isArray": false
    },
    {
      "type": "String",
      "name": "firstDay",
      "displayName": "First day",
      "description": "",
      "category": "Leave",
      "uiHint": "singleline",
      "storageDriverType": "Elsa.Workflows.WorkflowInstanceStorageDriver, Elsa.Workflows.Core",
      "isArray": false
    },
    {
      "type": "String",
      "name": "lastDay",
      "displayName": "Last day",
      "description": "It counts too.",
      "category": "Leave",
      "uiHint": "singleline",
      "storageDriverType": "Elsa.Workflows.WorkflowInstanceStorageDriver, Elsa.Workflows.Core",
      "isArray": false
    },
    {
      "type": "Boolean",
      "name": "firstDayHalf",
      "displayName": "First day from noon",
      "description": "The first day counts half.",
      "category": "Leave",
      "uiHint": "checkbox",
      "storageDriverType": "Elsa.Workflows.WorkflowInstanceStorageDriver, Elsa.Workflows.Core",
      "isArray": false
    },
    {
      "type": "Boolean",
      "name": "lastDayHalf",
      "displayName": "Last day until noon",
      "description": "The last day counts half.",
      "category": "Leave",
      "uiHint": "checkbox",
      "storageDriverType": "Elsa.Workflows.WorkflowInstanceStorageDriver, Elsa.Workflows.Core",
      "isArray": false
    },
    {
      "type": "String",
      "name": "reason",
      "displayName": "Reason",
      "description": "Whoever decides reads it.",
      "category": "Leave",
      "uiHint": "multiline",
      "storageDriverType": "Elsa.Workflows.WorkflowInstanceStorageDriver, Elsa.Workflows.Core",
      "isArray": false
    }
  ],
  "outputs": [
    {
      "type": "String",
      "name": "outcome",
      "displayName": "Outcome",
      "description": "Approved, Rejected, Recorded, Refused or Expired.",
      "category": "Leave",
      "isArray": false
    },
    {
      "type": "String",
      "name": "reason",
      "displayName": "Reason",
      "description": "Why it was refused or rejected.",
      "category": "Leave",
      "isArray": false
    }
  ],
  "outcomes": [],
  "customProperties": {
    "Workflows:Request": {
      "referencePrefix": "LV",
      "title": {
        "en": "Leave",
        "id": "Cuti"
      },
      "fields": {
        "type": {
          "required": true,
          "label": {
            "en": "Type of leave",
            "id": "Jenis cuti"
          },
          "options": [
            {
              "value": "annual",
              "label": {
                "en": "Annual leave",
                "id": "Cuti tahunan"
              }
            },
            {
              "value": "sick",
              "label": {
                "en": "Sick leave",
                "id": "Cuti sakit"
              }
            },
            {
              "value": "unpaid",
              "label": {
                "en": "Unpaid leave",
                "id": "Cuti tanpa upah"
              }
            },
            {
              "value": "maternity",
              "label": {
                "en": "Maternity leave",
                "id": "Cuti melahirkan"
              }
            },
            {
              "value": "paternity",
              "label": {
                "en": "Paternity leave",
                "id": "Cuti ayah"
              }
            },
            {
              "value": "compassionate",
              "label": {
                "en": "Compassionate leave",
                "id": "Cuti duka"
              }
            },
            {
              "value": "study",
              "label": {
                "en": "Study leave",
                "id": "Cuti belajar"
              }
            }
          ]
        },
        "firstDay": {
          "required": true,
          "format": "date",
          "label": {
            "en": "First day",
            "id": "Hari pertama"
          }
        },
        "lastDay": {
          "required": true,
          "format": "date",
          "label": {
            "en": "Last day",
            "id": "Hari terakhir"
          },
          "hint": {
            "en": "It counts too.",
            "id": "Hari ini ikut dihitung."
          }
        },
        "firstDayHalf": {
          "label": {
            "en": "First day from noon",
            "id": "Hari pertama mulai siang"
          }
        },
        "lastDayHalf": {
          "label": {
            "en": "Last day until noon",
            "id": "Hari terakhir sampai siang"
          }
        },
        "reason": {
          "label": {
            "en": "Reason",
            "id": "Alasan"
          }
        }
      }
    }
  },
  "options": {
    "activationStrategyType": null,
    "usableAsActivity": false,
    "autoUpdateConsumingWorkflows": false,
    "activityCategory": null,
    "incidentStrategyType": null,
    "commitStrategyName": null
  },
  "root": {
    "id": "LeaveFlow",
    "name": "LeaveFlow",
    "type": "Elsa.Flowchart",
    "version": 1,
    "variables": [],
    "activities": [
      {
        "id": "Start",
        "name": "Start",
        "type": "Elsa.Start",
        "version": 1,
        "customProperties": {},
        "metadata": {
          "displayText": "Start",
          "description": "A leave request was submitted.",
          "designer": {
            "position": {
              "x": 0,
              "y": 200
            },
            "size": {
              "width": 240,
              "height": 60
            }
          }
        }
      },
      {
        "id": "NameRequest",
        "name": "NameRequest",
        "type": "Elsa.SetName",
        "version": 1,
        "value": {
          "typeName": "String",
          "expression": {
            "type": "JavaScript",
            "value": "const labels = { annual: ''Annual leave'', sick: ''Sick leave'', unpaid: ''Unpaid leave'', maternity: ''Maternity leave'', paternity: ''Paternity leave'', compassionate: ''Compassionate leave'', study: ''Study leave'' };\nconst days = getFirstDay() == getLastDay() ? getFirstDay() : `${getFirstDay()} to ${getLastDay()}`;\nreturn `${labels[getType()]} for ${getRequester().name}, ${days}`;"
          }
        },
        "customProperties": {},
        "metadata": {
          "displayText": "Name the request",
          "description": "What lists and mails call it.",
          "designer": {
            "position": {
              "x": 300,
              "y": 200
            },
            "size": {
              "width": 240,
              "height": 60
            }
          }
        }
      },
      {
        "id": "CheckLeave",
        "name": "CheckLeave",
        "type": "Leave.CheckLeave",
        "version": 1,
        "firstDay": {
          "typeName": "String",
          "expression": {
            "type": "JavaScript",
            "value": "getFirstDay()"
          }
        },
        "lastDay": {
          "typeName": "String",
          "expression": {
            "type": "JavaScript",
            "value": "getLastDay()"
          }
        },
        "firstHalf": {
          "typeName": "Boolean",
          "expression": {
            "type": "JavaScript",
            "value": "getFirstDayHalf()"
          }
        },
        "lastHalf": {
          "typeName": "Boolean",
          "expression": {
            "type": "JavaScript",
            "value": "getLastDayHalf()"
          }
        },
        "days": {
          "typeName": "Decimal",
          "memoryReference": {
            "id": "Days"
          }
        },
        "balance": {
          "typeName": "Decimal",
          "memoryReference": {
            "id": "Balance"
          }
        },
        "reason": {
          "typeName": "String",
          "memoryReference": {
            "id": "RefusalReason"
          }
        },
        "customProperties": {},
        "metadata": {
          "displayText": "Check days, overlap and balance",
          "description": "Counts working days in the requester''s calendar; refuses overlapping leave, and annual leave beyond the balance.",
          "designer": {
            "position": {
              "x": 600,
              "y": 200
            },
            "size": {
              "width": 240,
              "height": 60
            }
          }
        },
        "leaveType": {
          "typeName": "String",
          "expression": {
            "type": "JavaScript",
            "value": "getType()"
          }
        }
      },
      {
        "id": "SetRefused",
        "name": "SetRefused",
        "type": "Elsa.SetOutput",
        "version": 1,
        "outputName": {
          "typeName": "String",
          "expression": {
            "type": "Literal",
            "value": "outcome"
          }
        },
        "outputValue": {
          "typeName": "Object",
          "expression": {
            "type": "Literal",
            "value": "Refused"
          }
        },
        "customProperties": {},
        "metadata": {
          "displayText": "Outcome: refused",
          "description": "The request ends here.",
          "designer": {
            "position": {
              "x": 900,
              "y": 420
            },
            "size": {
              "width": 240,
              "height": 60
            }
          }
        }
      },
      {
        "id": "SetRefusedReason",
        "name": "SetRefusedReason",
        "type": "Elsa.SetOutput",
        "version": 1,
        "outputName": {
          "typeName": "String",
          "expression": {
            "type": "Literal",
            "value": "reason"
          }
        },
        "outputValue": {
          "typeName": "Object",
          "expression": {
            "type": "JavaScript",
            "value": "variables.RefusalReason"
          }
        },
        "customProperties": {},
        "metadata": {
          "displayText": "Why it is refused",
          "description": "Shown to the requester.",
          "designer": {
            "position": {
              "x": 1200,
              "y": 420
            },
            "size": {
              "width": 240,
              "height": 60
            }
          }
        }
      },
      {
        "id": "TellRefused",
        "name": "TellRefused",
        "type": "Notifications.Notify",
        "version": 1,
        "to": {
          "typeName": "Object",
          "expression": {
            "type": "Object",
            "value": "[\"requester\"]"
          }
        },
        "template": {
          "typeName": "String",
          "expression": {
            "type": "Literal",
            "value": "outcome"
          }
        },
        "tone": {
          "typeName": "String",
          "expression": {
            "type": "Literal",
            "value": "Bad"
          }
        },
        "badge": {
          "typeName": "String",
          "expression": {
            "type": "JavaScript",
            "value": "getRequester().language == ''id'' ? ''Tidak dapat diajukan'' : ''Not possible''"
          }
        },
        "subject": {
          "typeName": "String",
          "expression": {
            "type": "JavaScript",
            "value": "getRequester().language == ''id'' ? ''Cuti Anda tidak dapat diajukan'' : ''Your leave request cannot be accepted''"
          }
        },
        "message": {
          "typeName": "String",
          "expression": {
            "type": "JavaScript",
            "value": "variables.RefusalReason"
          }
        },
        "customProperties": {},
        "metadata": {
          "displayText": "Tell the requester it is refused",
          "description": "",
          "designer": {
            "position": {
              "x": 1500,
              "y": 420
            },
            "size": {
              "width": 240,
              "height": 60
            }
          }
        }
      },
      {
        "id": "IsSickLeave",
        "name": "IsSickLeave",
        "type": "Elsa.FlowDecision",
        "version": 1,
        "condition": {
          "typeName": "Boolean",
          "expression": {
            "type": "JavaScript",
            "value": "getType() == ''sick''"
          }
        },
        "customProperties": {},
        "metadata": {
          "displayText": "Sick leave?",
          "description": "Sick leave is recorded; nobody decides it.",
          "designer": {
            "position": {
              "x": 900,
              "y": 200
            },
            "size": {
              "width": 240,
              "height": 60
            }
          }
        }
      },
      {
        "id": "RecordSickLeave",
        "name": "RecordSickLeave",
        "type": "Leave.BookLeave",
        "version": 1,
        "status": {
          "typeName": "String",
          "expression": {
            "type": "Literal",
            "value": "recorded"
          }
        },
        "customProperties": {},
        "metadata": {
          "displayText": "Record sick leave",
          "description": "",
          "designer": {
            "position": {
              "x": 1200,
              "y": 0
            },
            "size": {
              "width": 240,
              "height": 60
            }
          }
        }
      },
      {
        "id": "TellManagerSick",
        "name": "TellManagerSick",
        "type": "Notifications.Notify",
        "version": 1,
        "to": {
          "typeName": "Object",
          "expression": {
            "type": "Object",
            "value": "[\"manager-of-requester\"]"
          }
        },
        "template": {
          "typeName": "String",
          "expression": {
            "type": "Literal",
            "value": "notice"
          }
        },
        "subject": {
          "typeName": "String",
          "expression": {
            "type": "JavaScript",
            "value": "`${getRequester().name} is on sick leave, ${formatDay(getFirstDay(), ''en'')} to ${formatDay(getLastDay(), ''en'')}`"
          }
        },
        "message": {
          "typeName": "String",
          "expression": {
            "type": "Literal",
            "value": "There is nothing to decide. The days are in the leave register."
          }
        },
        "customProperties": {},
        "metadata": {
          "displayText": "Tell the manager",
          "description": "The manager plans without this person.",
          "designer": {
            "position": {
              "x": 1500,
              "y": 0
            },
            "size": {
              "width": 240,
              "height": 60
            }
          }
        }
      },
      {
        "id": "SetRecorded",
        "name": "SetRecorded",
        "type": "Elsa.SetOutput",
        "version": 1,
        "outputName": {
          "typeName": "String",
          "expression": {
            "type": "Literal",
            "value": "outcome"
          }
        },
        "outputValue": {
          "typeName": "Object",
          "expression": {
            "type": "Literal",
            "value": "Recorded"
          }
        },
        "customProperties": {},
        "metadata": {
          "displayText": "Outcome: recorded",
          "description": "",
          "designer": {
            "position": {
              "x": 1800,
              "y": 0
            },
            "size": {
              "width": 240,
              "height": 60
            }
          }
        }
      },
      {
        "id": "TellRecorded",
        "name": "TellRecorded",
        "type": "Notifications.Notify",
        "version": 1,
        "to": {
          "typeName": "Object",
          "expression": {
            "type": "Object",
            "value": "[\"requester\"]"
          }
        },
        "template": {
          "typeName": "String",
          "expression": {
            "type": "Literal",
            "value": "outcome"
          }
        },
        "tone": {
          "typeName": "String",
          "expression": {
            "type": "Literal",
            "value": "Good"
          }
        },
        "badge": {
          "typeName": "String",
          "expression": {
            "type": "JavaScript",
            "value": "getRequester().language == ''id'' ? ''Tercatat'' : ''Recorded''"
          }
        },
        "subject": {
          "typeName": "String",
          "expression": {
            "type": "JavaScript",
            "value": "getRequester().language == ''id'' ? ''Cuti sakit Anda telah dicatat'' : ''Your sick leave is recorded''"
          }
        },
        "message": {
          "typeName": "String",
          "expression": {
            "type": "JavaScript",
            "value": "getRequester().language == ''id'' ? ''Lekas sembuh. Atasan Anda sudah diberi tahu.'' : ''Get well soon. Your manager has been told.''"
          }
        },
        "customProperties": {},
        "metadata": {
          "displayText": "Tell the requester it is recorded",
          "description": "",
          "designer": {
            "position": {
              "x": 2100,
              "y": 0
            },
            "size": {
              "width": 240,
              "height": 60
            }
          }
        }
      },
      {
        "id": "ManagerDecides",
        "name": "ManagerDecides",
        "type": "Approvals.RequestApproval",
        "version": 1,
        "approvers": {
          "typeName": "Object",
          "expression": {
            "type": "Object",
            "value": "[\"manager-of-requester\"]"
          }
        },
        "title": {
          "typeName": "String",
          "expression": {
            "type": "JavaScript",
            "value": "`${getRequester().name} asks for ${variables.Days} working ${variables.Days == 1 ? ''day'' : ''days''} of ${getType()} leave`"
          }
        },
        "body": {
          "typeName": "String",
          "expression": {
            "type": "JavaScript",
            "value": "getType() == ''annual'' ? `${getRequester().name} has ${variables.Balance} days of annual leave left before this request.` : ''''"
          }
        },
        "decideWithin": {
          "typeName": "String",
          "expression": {
            "type": "Literal",
            "value": "10d"
          }
        },
        "remindAfter": {
          "typeName": "String",
          "expression": {
            "type": "Literal",
            "value": "1d"
          }
        },
        "escalateAfter": {
          "typeName": "String",
          "expression": {
            "type": "Literal",
            "value": "2d"
          }
        },
        "escalateTo": {
          "typeName": "Object",
          "expression": {
            "type": "Object",
            "value": "[\"manager-of-requester:2\"]"
          }
        },
        "fallback": {
          "typeName": "Object",
          "expression": {
            "type": "Object",
            "value": "[\"role:hr\", \"role:admin\"]"
          }
        },
        "comment": {
          "typeName": "String",
          "memoryReference": {
            "id": "Comment"
          }
        },
        "decidedByName": {
          "typeName": "String",
          "memoryReference": {
            "id": "DecidedBy"
          }
        },
        "customProperties": {},
        "metadata": {
          "displayText": "Manager decides",
          "description": "Reminded after 1 working day, the manager''s manager is asked too after 2, closed after 10.",
          "designer": {
            "position": {
              "x": 1200,
              "y": 200
            },
            "size": {
              "width": 240,
              "height": 60
            }
          }
        }
      },
      {
        "id": "IsLong",
        "name": "IsLong",
        "type": "Elsa.FlowDecision",
        "version": 1,
        "condition": {
          "typeName": "Boolean",
          "expression": {
            "type": "JavaScript",
            "value": "variables.Days > 3"
          }
        },
        "customProperties": {},
        "metadata": {
          "displayText": "More than 3 working days?",
          "description": "Longer leave needs HR too. Change the limit here.",
          "designer": {
            "position": {
              "x": 1500,
              "y": 200
            },
            "size": {
              "width": 240,
              "height": 60
            }
          }
        }
      },
      {
        "id": "HrDecides",
        "name": "HrDecides",
        "type": "Approvals.RequestApproval",
        "version": 1,
        "approvers": {
          "typeName": "Object",
          "expression": {
            "type": "Object",
            "value": "[\"role:hr\"]"
          }
        },
        "title": {
          "typeName": "String",
          "expression": {
            "type": "JavaScript",
            "value": "`${getRequester().name} asks for ${variables.Days} working ${variables.Days == 1 ? ''day'' : ''days''} of ${getType()} leave`"
          }
        },
        "body": {
          "typeName": "String",
          "expression": {
            "type": "JavaScript",
            "value": "`${variables.DecidedBy} has approved it.`"
          }
        },
        "decideWithin": {
          "typeName": "String",
          "expression": {
            "type": "Literal",
            "value": "10d"
          }
        },
        "remindAfter": {
          "typeName": "String",
          "expression": {
            "type": "Literal",
            "value": "1d"
          }
        },
        "escalateAfter": {
          "typeName": "String",
          "expression": {
            "type": "Literal",
            "value": "2d"
          }
        },
        "escalateTo": {
          "typeName": "Object",
          "expression": {
            "type": "Object",
            "value": "[\"role:director\"]"
          }
        },
        "fallback": {
          "typeName": "Object",
          "expression": {
            "type": "Object",
            "value": "[\"role:admin\"]"
          }
        },
        "comment": {
          "typeName": "String",
          "memoryReference": {
            "id": "Comment"
          }
        },
        "decidedByName": {
          "typeName": "String",
          "memoryReference": {
            "id": "DecidedBy"
          }
        },
        "customProperties": {},
        "metadata": {
          "displayText": "HR decides",
          "description": "The second level for longer leave.",
          "designer": {
            "position": {
              "x": 1800,
              "y": 120
            },
            "size": {
              "width": 240,
              "height": 60
            }
          }
        }
      },
      {
        "id": "BookLeave",
        "name": "BookLeave",
        "type": "Leave.BookLeave",
        "version": 1,
        "status": {
          "typeName": "String",
          "expression": {
            "type": "Literal",
            "value": "approved"
          }
        },
        "customProperties": {},
        "metadata": {
          "displayText": "Book the leave",
          "description": "Reduces the balance of annual leave and enters the days into the register.",
          "designer": {
            "position": {
              "x": 2100,
              "y": 200
            },
            "size": {
              "width": 240,
              "height": 60
            }
          }
        }
      },
      {
        "id": "SetApproved",
        "name": "SetApproved",
        "type": "Elsa.SetOutput",
        "version": 1,
        "outputName": {
          "typeName": "String",
          "expression": {
            "type": "Literal",
            "value": "outcome"
          }
        },
        "outputValue": {
          "typeName": "Object",
          "expression": {
            "type": "Literal",
            "value": "Approved"
          }
        },
        "customProperties": {},
        "metadata": {
          "displayText": "Outcome: approved",
          "description": "",
          "designer": {
            "position": {
              "x": 2400,
              "y": 200
            },
            "size": {
              "width": 240,
              "height": 60
            }
          }
        }
      },
      {
        "id": "TellApproved",
        "name": "TellApproved",
        "type": "Notifications.Notify",
        "version": 1,
        "to": {
          "typeName": "Object",
          "expression": {
            "type": "Object",
            "value": "[\"requester\"]"
          }
        },
        "template": {
          "typeName": "String",
          "expression": {
            "type": "Literal",
            "value": "outcome"
          }
        },
        "tone": {
          "typeName": "String",
          "expression": {
            "type": "Literal",
            "value": "Good"
          }
        },
        "badge": {
          "typeName": "String",
          "expression": {
            "type": "JavaScript",
            "value": "getRequester().language == ''id'' ? ''Disetujui'' : ''Approved''"
          }
        },
        "subject": {
          "typeName": "String",
          "expression": {
            "type": "JavaScript",
            "value": "getRequester().language == ''id'' ? ''Cuti Anda disetujui'' : ''Your leave is approved''"
          }
        },
        "message": {
          "typeName": "String",
          "expression": {
            "type": "JavaScript",
            "value": "getRequester().language == ''id'' ? `${variables.DecidedBy} menyetujui ${variables.Days} hari kerja.` : `${variables.DecidedBy} approved ${variables.Days} working ${variables.Days == 1 ? ''day'' : ''days''}.`"
          }
        },
        "comment": {
          "typeName": "String",
          "expression": {
            "type": "JavaScript",
            "value": "variables.Comment"
          }
        },
        "commentBy": {
          "typeName": "String",
          "expression": {
            "type": "JavaScript",
            "value": "variables.DecidedBy"
          }
        },
        "customProperties": {},
        "metadata": {
          "displayText": "Tell the requester it is approved",
          "description": "",
          "designer": {
            "position": {
              "x": 2700,
              "y": 200
            },
            "size": {
              "width": 240,
              "height": 60
            }
          }
        }
      },
      {
        "id": "SetRejected",
        "name": "SetRejected",
        "type": "Elsa.SetOutput",
        "version": 1,
        "outputName": {
          "typeName": "String",
          "expression": {
            "type": "Literal",
            "value": "outcome"
          }
        },
        "outputValue": {
          "typeName": "Object",
          "expression": {
            "type": "Literal",
            "value": "Rejected"
          }
        },
        "customProperties": {},
        "metadata": {
          "displayText": "Outcome: rejected",
          "description": "",
          "designer": {
            "position": {
              "x": 1800,
              "y": 420
            },
            "size": {
              "width": 240,
              "height": 60
            }
          }
        }
      },
      {
        "id": "SetRejectedReason",
        "name": "SetRejectedReason",
        "type": "Elsa.SetOutput",
        "version": 1,
        "outputName": {
          "typeName": "String",
          "expression": {
            "type": "Literal",
            "value": "reason"
          }
        },
        "outputValue": {
          "typeName": "Object",
          "expression": {
            "type": "JavaScript",
            "value": "variables.Comment"
          }
        },
        "customProperties": {},
        "metadata": {
          "displayText": "Why it is rejected",
          "description": "The comment of who rejected it.",
          "designer": {
            "position": {
              "x": 2100,
              "y": 420
            },
            "size": {
              "width": 240,
              "height": 60
            }
          }
        }
      },
      {
        "id": "TellRejected",
        "name": "TellRejected",
        "type": "Notifications.Notify",
        "version": 1,
        "to": {
          "typeName": "Object",
          "expression": {
            "type": "Object",
            "value": "[\"requester\"]"
          }
        },
        "template": {
          "typeName": "String",
          "expression": {
            "type": "Literal",
            "value": "outcome"
          }
        },
        "tone": {
          "typeName": "String",
          "expression": {
            "type": "Literal",
            "value": "Bad"
          }
        },
        "badge": {
          "typeName": "String",
          "expression": {
            "type": "JavaScript",
            "value": "getRequester().language == ''id'' ? ''Ditolak'' : ''Rejected''"
          }
        },
        "subject": {
          "typeName": "String",
          "expression": {
            "type": "JavaScript",
            "value": "getRequester().language == ''id'' ? ''Cuti Anda ditolak'' : ''Your leave is rejected''"
          }
        },
        "message": {
          "typeName": "String",
          "expression": {
            "type": "JavaScript",
            "value": "getRequester().language == ''id'' ? `${variables.DecidedBy} menolak permohonan Anda.` : `${variables.DecidedBy} rejected your request.`"
          }
        },
        "comment": {
          "typeName": "String",
          "expression": {
            "type": "JavaScript",
            "value": "variables.Comment"
          }
        },
        "commentBy": {
          "typeName": "String",
          "expression": {
            "type": "JavaScript",
            "value": "variables.DecidedBy"
          }
        },
        "customProperties": {},
        "metadata": {
          "displayText": "Tell the requester it is rejected",
          "description": "",
          "designer": {
            "position": {
              "x": 2400,
              "y": 420
            },
            "size": {
              "width": 240,
              "height": 60
            }
          }
        }
      },
      {
        "id": "SetExpired",
        "name": "SetExpired",
        "type": "Elsa.SetOutput",
        "version": 1,
        "outputName": {
          "typeName": "String",
          "expression": {
            "type": "Literal",
            "value": "outcome"
          }
        },
        "outputValue": {
          "typeName": "Object",
          "expression": {
            "type": "Literal",
            "value": "Expired"
          }
        },
        "customProperties": {},
        "metadata": {
          "displayText": "Outcome: expired",
          "description": "Nobody decided in 10 working days.",
          "designer": {
            "position": {
              "x": 1800,
              "y": 600
            },
            "size": {
              "width": 240,
              "height": 60
            }
          }
        }
      },
      {
        "id": "TellExpired",
        "name": "TellExpired",
        "type": "Notifications.Notify",
        "version": 1,
        "to": {
          "typeName": "Object",
          "expression": {
            "type": "Object",
            "value": "[\"requester\", \"manager-of-requester\"]"
          }
        },
        "template": {
          "typeName": "String",
          "expression": {
            "type": "Literal",
            "value": "outcome"
          }
        },
        "tone": {
          "typeName": "String",
          "expression": {
            "type": "Literal",
            "value": "Attention"
          }
        },
        "badge": {
          "typeName": "String",
          "expression": {
            "type": "JavaScript",
            "value": "getRequester().language == ''id'' ? ''Kedaluwarsa'' : ''Expired''"
          }
        },
        "subject": {
          "typeName": "String",
          "expression": {
            "type": "JavaScript",
            "value": "getRequester().language == ''id'' ? ''Permohonan cuti tidak diputuskan tepat waktu'' : ''The leave request was not decided in time''"
          }
        },
        "message": {
          "typeName": "String",
          "expression": {
            "type": "JavaScript",
            "value": "getRequester().language == ''id'' ? ''Tidak ada yang memutuskan dalam 10 hari kerja. Ajukan kembali bila cuti masih diperlukan.'' : ''Nobody decided within 10 working days. Submit it again if the leave is still needed.''"
          }
        },
        "customProperties": {},
        "metadata": {
          "displayText": "Tell the requester that nobody decided",
          "description": "",
          "designer": {
            "position": {
              "x": 2100,
              "y": 600
            },
            "size": {
              "width": 240,
              "height": 60
            }
          }
        }
      },
      {
        "id": "End",
        "name": "End",
        "type": "Elsa.End",
        "version": 1,
        "customProperties": {},
        "metadata": {
          "displayText": "End",
          "description": "",
          "designer": {
            "position": {
              "x": 3000,
              "y": 200
            },
            "size": {
              "width": 240,
              "height": 60
            }
          }
        }
      }
    ],
    "connections": [
      {
        "source": {
          "activity": "Start",
          "port": "Done"
        },
        "target": {
          "activity": "NameRequest",
          "port": "In"
        },
        "vertices": []
      },
      {
        "source": {
          "activity": "NameRequest",
          "port": "Done"
        },
        "target": {
          "activity": "CheckLeave",
          "port": "In"
        },
        "vertices": []
      },
      {
        "source": {
          "activity": "CheckLeave",
          "port": "Ok"
        },
        "target": {
          "activity": "IsSickLeave",
          "port": "In"
        },
        "vertices": []
      },
      {
        "source": {
          "activity": "CheckLeave",
          "port": "Refused"
        },
        "target": {
          "activity": "SetRefused",
          "port": "In"
        },
        "vertices": []
      },
      {
        "source": {
          "activity": "SetRefused",
          "port": "Done"
        },
        "target": {
          "activity": "SetRefusedReason",
          "port": "In"
        },
        "vertices": []
      },
      {
        "source": {
          "activity": "SetRefusedReason",
          "port": "Done"
        },
        "target": {
          "activity": "TellRefused",
          "port": "In"
        },
        "vertices": []
      },
      {
        "source": {
          "activity": "TellRefused",
          "port": "Done"
        },
        "target": {
          "activity": "End",
          "port": "In"
        },
        "vertices": []
      },
      {
        "source": {
          "activity": "IsSickLeave",
          "port": "True"
        },
        "target": {
          "activity": "RecordSickLeave",
          "port": "In"
        },
        "vertices": []
      },
      {
        "source": {
          "activity": "IsSickLeave",
          "port": "False"
        },
        "target": {
          "activity": "ManagerDecides",
          "port": "In"
        },
        "vertices": []
      },
      {
        "source": {
          "activity": "RecordSickLeave",
          "port": "Done"
        },
        "target": {
          "activity": "TellManagerSick",
          "port": "In"
        },
        "vertices": []
      },
      {
        "source": {
          "activity": "TellManagerSick",
          "port": "Done"
        },
        "target": {
          "activity": "SetRecorded",
          "port": "In"
        },
        "vertices": []
      },
      {
        "source": {
          "activity": "SetRecorded",
          "port": "Done"
        },
        "target": {
          "activity": "TellRecorded",
          "port": "In"
        },
        "vertices": []
      },
      {
        "source": {
          "activity": "TellRecorded",
          "port": "Done"
        },
        "target": {
          "activity": "End",
          "port": "In"
        },
        "vertices": []
      },
      {
        "source": {
          "activity": "ManagerDecides",
          "port": "Approved"
        },
        "target": {
          "activity": "IsLong",
          "port": "In"
        },
        "vertices": []
      },
      {
        "source": {
          "activity": "ManagerDecides",
          "port": "Rejected"
        },
        "target": {
          "activity": "SetRejected",
          "port": "In"
        },
        "vertices": []
      },
      {
        "source": {
          "activity": "ManagerDecides",
          "port": "Expired"
        },
        "target": {
          "activity": "SetExpired",
          "port": "In"
        },
        "vertices": []
      },
      {
        "source": {
          "activity": "IsLong",
          "port": "True"
        },
        "target": {
          "activity": "HrDecides",
          "port": "In"
        },
        "vertices": []
      },
      {
        "source": {
          "activity": "IsLong",
          "port": "False"
        },
        "target": {
          "activity": "BookLeave",
          "port": "In"
        },
        "vertices": []
      },
      {
        "source": {
          "activity": "HrDecides",
          "port": "Approved"
        },
        "target": {
          "activity": "BookLeave",
          "port": "In"
        },
        "vertices": []
      },
      {
        "source": {
          "activity": "HrDecides",
          "port": "Rejected"
        },
        "target": {
          "activity": "SetRejected",
          "port": "In"
        },
        "vertices": []
      },
      {
        "source": {
          "activity": "HrDecides",
          "port": "Expired"
        },
        "target": {
          "activity": "SetExpired",
          "port": "In"
        },
        "vertices": []
      },
      {
        "source": {
          "activity": "BookLeave",
          "port": "Done"
        },
        "target": {
          "activity": "SetApproved",
          "port": "In"
        },
        "vertices": []
      },
      {
        "source": {
          "activity": "SetApproved",
          "port": "Done"
        },
        "target": {
          "activity": "TellApproved",
          "port": "In"
        },
        "vertices": []
      },
      {
        "source": {
          "activity": "TellApproved",
          "port": "Done"
        },
        "target": {
          "activity": "End",
          "port": "In"
        },
        "vertices": []
      },
      {
        "source": {
          "activity": "SetRejected",
          "port": "Done"
        },
        "target": {
          "activity": "SetRejectedReason",
          "port": "In"
        },
        "vertices": []
      },
      {
        "source": {
          "activity": "SetRejectedReason",
          "port": "Done"
        },
        "target": {
          "activity": "TellRejected",
          "port": "In"
        },
        "vertices": []
      },
      {
        "source": {
          "activity": "TellRejected",
          "port": "Done"
        },
        "target": {
          "activity": "End",
          "port": "In"
        },
        "vertices": []
      },
      {
        "source": {
          "activity": "SetExpired",
          "port": "Done"
        },
        "target": {
          "activity": "TellExpired",
          "port": "In"
        },
        "vertices": []
      },
      {
        "source": {
          "activity": "TellExpired",
          "port": "Done"
        },
        "target": {
          "activity": "End",
          "port": "In"
        },
        "vertices": []
      }
    ],
    "customProperties": {},
    "metadata": {}
  }
}
','22377c6f830a7c71825e08ce697c087d935641ab62a0587012be0a51f8f91e01','From leave.json',NULL,1795283941078);
INSERT INTO "definitions" VALUES('outside-1','outside',1,'outside',1,1,'{
  "id": "outside-1",
  "definitionId": "outside",
  "name": "outside",
  "version": 1,
  "isPublished": true,
  "inputs": [
    {
      "name": "email",
      "type": "String",
      "displayName": "email"
    },
    {
      "name": "lasts",
      "type": "String",
      "displayName": "lasts"
    }
  ],
  "outputs": [
    {
      "name": "outcome",
      "type": "String",
      "displayName": "Outcome"
    }
  ],
  "variables": [
    {
      "id": "Choice",
      "name": "Choice",
      "typeName": "String",
      "isArray": false
    }
  ],
  "customProperties": {
    "Workflows:Request": {
      "referencePrefix": "OU",
      "fields": {
        "email": {
          "required": true
        },
        "lasts": {
          "required": true
        }
      }
    }
  },
  "root": {
    "id": "Steps",
    "type": "Elsa.Sequence",
    "activities": [
      {
        "id": "Ask",
        "type": "Approvals.EmailActionToken",
        "recipient": {
          "typeName": "Object",
          "expression": {
            "type": "JavaScript",
            "value": "getEmail()"
          }
        },
        "title": {
          "typeName": "String",
          "expression": {
            "type": "Literal",
            "value": "Will you be our partner?"
          }
        },
        "actions": {
          "typeName": "Object",
          "expression": {
            "type": "Object",
            "value": "[\"Accept\", \"Decline\"]"
          }
        },
        "expiresAfter": {
          "typeName": "Object",
          "expression": {
            "type": "JavaScript",
            "value": "getLasts()"
          }
        },
        "decision": {
          "typeName": "String",
          "memoryReference": {
            "id": "Choice"
          }
        },
        "name": "Ask"
      },
      {
        "id": "Outcome",
        "type": "Elsa.SetOutput",
        "outputName": {
          "typeName": "String",
          "expression": {
            "type": "Literal",
            "value": "outcome"
          }
        },
        "outputValue": {
          "typeName": "Object",
          "expression": {
            "type": "JavaScript",
            "value": "variables.Choice ? variables.Choice : ''Expired''"
          }
        }
      },
      {
        "id": "Tell",
        "type": "Notifications.Notify",
        "to": {
          "typeName": "Object",
          "expression": {
            "type": "Object",
            "value": "[\"requester\"]"
          }
        },
        "subject": {
          "typeName": "Object",
          "expression": {
            "type": "JavaScript",
            "value": "`It is over: ${variables.Choice ? variables.Choice : ''Expired''}`"
          }
        }
      }
    ]
  }
}
','1cb1aa74d55be863f34533e084e407740cdb35a61826084e8b86a1ae9a6b9c8b','From outside.json',NULL,1795283941218);
INSERT INTO "definitions" VALUES('parent-1','parent',1,'parent',1,1,'{
  "id": "parent-1",
  "definitionId": "parent",
  "name": "parent",
  "version": 1,
  "isPublished": true,
  "inputs": [],
  "outputs": [
    {
      "name": "outcome",
      "type": "String",
      "displayName": "Outcome"
    }
  ],
  "variables": [
    {
      "id": "Choice",
      "name": "Choice",
      "typeName": "String",
      "isArray": false
    }
  ],
  "customProperties": {
    "Workflows:Request": {
      "referencePrefix": "FA",
      "fields": {}
    }
  },
  "root": {
    "id": "Steps",
    "type": "Elsa.Sequence",
    "activities": [
      {
        "id": "Start",
        "type": "Elsa.DispatchWorkflow",
        "workflowDefinitionId": {
          "typeName": "String",
          "expression": {
            "type": "Literal",
            "value": "child"
          }
        },
        "waitForCompletion": {
          "typeName": "Object",
          "expression": {
            "type": "Object",
            "value": "true"
          }
        },
        "name": "Start"
      },
      {
        "id": "Outcome",
        "type": "Elsa.SetOutput",
        "outputName": {
          "typeName": "String",
          "expression": {
            "type": "Literal",
            "value": "outcome"
          }
        },
        "outputValue": {
          "typeName": "Object",
          "expression": {
            "type": "JavaScript",
            "value": "variables.Choice ? variables.Choice : ''Expired''"
          }
        }
      },
      {
        "id": "Tell",
        "type": "Notifications.Notify",
        "to": {
          "typeName": "Object",
          "expression": {
            "type": "Object",
            "value": "[\"requester\"]"
          }
        },
        "subject": {
          "typeName": "Object",
          "expression": {
            "type": "JavaScript",
            "value": "`It is over: ${variables.Choice ? variables.Choice : ''Expired''}`"
          }
        }
      }
    ]
  }
}
','8692fd63e6dc6d4284548b63947c6598d70e8387b25a68c8e6890e28ee50c6f2','From parent.json',NULL,1795283941341);
INSERT INTO "definitions" VALUES('pause-1','pause',1,'pause',1,1,'{
  "id": "pause-1",
  "definitionId": "pause",
  "name": "pause",
  "version": 1,
  "isPublished": true,
  "inputs": [
    {
      "name": "lasts",
      "type": "String",
      "displayName": "lasts"
    }
  ],
  "outputs": [
    {
      "name": "outcome",
      "type": "String",
      "displayName": "Outcome"
    }
  ],
  "variables": [
    {
      "id": "Choice",
      "name": "Choice",
      "typeName": "String",
      "isArray": false
    }
  ],
  "customProperties": {
    "Workflows:Request": {
      "referencePrefix": "PA",
      "fields": {
        "lasts": {
          "required": true
        }
      }
    }
  },
  "root": {
    "id": "Steps",
    "type": "Elsa.Sequence",
    "activities": [
      {
        "id": "Wait",
        "type": "Elsa.Delay",
        "timeSpan": {
          "typeName": "Object",
          "expression": {
            "type": "JavaScript",
            "value": "getLasts()"
          }
        },
        "name": "Wait"
      },
      {
        "id": "Outcome",
        "type": "Elsa.SetOutput",
        "outputName": {
          "typeName": "String",
          "expression": {
            "type": "Literal",
            "value": "outcome"
          }
        },
        "outputValue": {
          "typeName": "Object",
          "expression": {
            "type": "JavaScript",
            "value": "variables.Choice ? variables.Choice : ''Expired''"
          }
        }
      },
      {
        "id": "Tell",
        "type": "Notifications.Notify",
        "to": {
          "typeName": "Object",
          "expression": {
            "type": "Object",
            "value": "[\"requester\"]"
          }
        },
        "subject": {
          "typeName": "Object",
          "expression": {
            "type": "JavaScript",
            "value": "`It is over: ${variables.Choice ? variables.Choice : ''Expired''}`"
          }
        }
      }
    ]
  }
}
','e712caea1ad3a1868dbcb0243a684c56d13264e3f4414a4ea445888c53a9825b','From pause.json',NULL,1795283941416);
CREATE TABLE holidays (
    calendar  TEXT NOT NULL REFERENCES calendars (id) ON DELETE CASCADE,
    day       TEXT NOT NULL,
    name      TEXT NOT NULL,
    free_half TEXT,                          -- morning, afternoon; null: the whole day is free
    PRIMARY KEY (calendar, day)
);
INSERT INTO "holidays" VALUES('italy','2026-01-01','Capodanno',NULL);
INSERT INTO "holidays" VALUES('italy','2026-01-06','Epifania',NULL);
INSERT INTO "holidays" VALUES('italy','2026-04-05','Pasqua',NULL);
INSERT INTO "holidays" VALUES('italy','2026-04-06','Lunedì dell''Angelo',NULL);
INSERT INTO "holidays" VALUES('italy','2026-04-25','Festa della Liberazione',NULL);
INSERT INTO "holidays" VALUES('italy','2026-05-01','Festa del Lavoro',NULL);
INSERT INTO "holidays" VALUES('italy','2026-06-02','Festa della Repubblica',NULL);
INSERT INTO "holidays" VALUES('italy','2026-08-15','Ferragosto',NULL);
INSERT INTO "holidays" VALUES('italy','2026-10-04','San Francesco d''Assisi',NULL);
INSERT INTO "holidays" VALUES('italy','2026-11-01','Ognissanti',NULL);
INSERT INTO "holidays" VALUES('italy','2026-12-08','Immacolata Concezione',NULL);
INSERT INTO "holidays" VALUES('italy','2026-12-25','Natale',NULL);
INSERT INTO "holidays" VALUES('italy','2026-12-26','Santo Stefano',NULL);
INSERT INTO "holidays" VALUES('italy','2027-01-01','Capodanno',NULL);
INSERT INTO "holidays" VALUES('italy','2027-01-06','Epifania',NULL);
INSERT INTO "holidays" VALUES('italy','2027-03-28','Pasqua',NULL);
INSERT INTO "holidays" VALUES('italy','2027-03-29','Lunedì dell''Angelo',NULL);
INSERT INTO "holidays" VALUES('italy','2027-04-25','Festa della Liberazione',NULL);
INSERT INTO "holidays" VALUES('italy','2027-05-01','Festa del Lavoro',NULL);
INSERT INTO "holidays" VALUES('italy','2027-06-02','Festa della Repubblica',NULL);
INSERT INTO "holidays" VALUES('italy','2027-08-15','Ferragosto',NULL);
INSERT INTO "holidays" VALUES('italy','2027-10-04','San Francesco d''Assisi',NULL);
INSERT INTO "holidays" VALUES('italy','2027-11-01','Ognissanti',NULL);
INSERT INTO "holidays" VALUES('italy','2027-12-08','Immacolata Concezione',NULL);
INSERT INTO "holidays" VALUES('italy','2027-12-25','Natale',NULL);
INSERT INTO "holidays" VALUES('italy','2027-12-26','Santo Stefano',NULL);
INSERT INTO "holidays" VALUES('indonesia','2026-01-01','Tahun Baru Masehi',NULL);
INSERT INTO "holidays" VALUES('indonesia','2026-01-16','Isra Mikraj Nabi Muhammad',NULL);
INSERT INTO "holidays" VALUES('indonesia','2026-02-17','Tahun Baru Imlek',NULL);
INSERT INTO "holidays" VALUES('indonesia','2026-03-19','Hari Suci Nyepi',NULL);
INSERT INTO "holidays" VALUES('indonesia','2026-03-21','Idul Fitri',NULL);
INSERT INTO "holidays" VALUES('indonesia','2026-03-22','Idul Fitri (hari kedua)',NULL);
INSERT INTO "holidays" VALUES('indonesia','2026-04-03','Wafat Yesus Kristus',NULL);
INSERT INTO "holidays" VALUES('indonesia','2026-04-05','Kebangkitan Yesus Kristus',NULL);
INSERT INTO "holidays" VALUES('indonesia','2026-05-01','Hari Buruh Internasional',NULL);
INSERT INTO "holidays" VALUES('indonesia','2026-05-14','Kenaikan Yesus Kristus',NULL);
INSERT INTO "holidays" VALUES('indonesia','2026-05-27','Idul Adha',NULL);
INSERT INTO "holidays" VALUES('indonesia','2026-05-31','Hari Raya Waisak',NULL);
INSERT INTO "holidays" VALUES('indonesia','2026-06-01','Hari Lahir Pancasila',NULL);
INSERT INTO "holidays" VALUES('indonesia','2026-06-16','Tahun Baru Islam',NULL);
INSERT INTO "holidays" VALUES('indonesia','2026-08-17','Hari Kemerdekaan',NULL);
INSERT INTO "holidays" VALUES('indonesia','2026-08-25','Maulid Nabi Muhammad',NULL);
INSERT INTO "holidays" VALUES('indonesia','2026-12-25','Hari Raya Natal',NULL);
INSERT INTO "holidays" VALUES('indonesia','2027-01-01','Tahun Baru Masehi',NULL);
INSERT INTO "holidays" VALUES('indonesia','2027-01-05','Isra Mikraj Nabi Muhammad',NULL);
INSERT INTO "holidays" VALUES('indonesia','2027-02-06','Tahun Baru Imlek',NULL);
INSERT INTO "holidays" VALUES('indonesia','2027-03-08','Hari Suci Nyepi',NULL);
INSERT INTO "holidays" VALUES('indonesia','2027-03-10','Idul Fitri',NULL);
INSERT INTO "holidays" VALUES('indonesia','2027-03-11','Idul Fitri (hari kedua)',NULL);
INSERT INTO "holidays" VALUES('indonesia','2027-03-26','Wafat Yesus Kristus',NULL);
INSERT INTO "holidays" VALUES('indonesia','2027-03-28','Kebangkitan Yesus Kristus',NULL);
INSERT INTO "holidays" VALUES('indonesia','2027-05-01','Hari Buruh Internasional',NULL);
INSERT INTO "holidays" VALUES('indonesia','2027-05-06','Kenaikan Yesus Kristus',NULL);
INSERT INTO "holidays" VALUES('indonesia','2027-05-17','Idul Adha',NULL);
INSERT INTO "holidays" VALUES('indonesia','2027-05-20','Hari Raya Waisak',NULL);
INSERT INTO "holidays" VALUES('indonesia','2027-06-01','Hari Lahir Pancasila',NULL);
INSERT INTO "holidays" VALUES('indonesia','2027-06-06','Tahun Baru Islam',NULL);
INSERT INTO "holidays" VALUES('indonesia','2027-08-15','Maulid Nabi Muhammad',NULL);
INSERT INTO "holidays" VALUES('indonesia','2027-08-17','Hari Kemerdekaan',NULL);
INSERT INTO "holidays" VALUES('indonesia','2027-12-25','Hari Raya Natal',NULL);
CREATE TABLE http_waits (
    bookmark_id TEXT PRIMARY KEY REFERENCES bookmarks (id) ON DELETE CASCADE,
    instance_id TEXT NOT NULL,
    method      TEXT NOT NULL,
    path        TEXT NOT NULL,
    authorize   INTEGER NOT NULL,
    policy      TEXT
);
CREATE TABLE instances (
    id                    TEXT PRIMARY KEY,
    definition_id         TEXT NOT NULL,
    definition_version_id TEXT NOT NULL,
    version               INTEGER NOT NULL,
    status                TEXT NOT NULL,
    sub_status            TEXT NOT NULL,
    correlation_id        TEXT,
    name                  TEXT,
    parent_instance_id    TEXT,
    incident_count        INTEGER NOT NULL,
    state                 BLOB NOT NULL,     -- UTF-8 JSON, see InstanceState
    revision              BIGINT NOT NULL,   -- raised by every commit; guards the next one
    created_at            BIGINT NOT NULL,
    updated_at            BIGINT NOT NULL,
    finished_at           BIGINT
);
INSERT INTO "instances" VALUES('01a1ff43-2104-72be-bf05-8f13f75d8ed7','leave','leave-1',1,'Running','Suspended',NULL,'Annual leave for Emma Larsen, 2026-12-02 to 2026-12-03',NULL,0,X'7B2276223A312C226E657874223A382C22736571223A31312C22696E223A7B2274797065223A22616E6E75616C222C226669727374446179223A22323032362D31322D3032222C226C617374446179223A22323032362D31322D3033222C22726561736F6E223A22536B69696E67227D2C2270726F7073223A7B22726571756573743A7265666572656E6365223A224C562D323032362D3030303031222C22726571756573743A726571756573746572223A22656D6D61227D2C22637478223A5B7B2269223A312C2276617273223A5B7B226964223A2244617973222C2276223A327D2C7B226964223A2242616C616E6365222C2276223A32307D2C7B226964223A225265667573616C526561736F6E222C2276223A6E756C6C7D2C7B226964223A22436F6D6D656E74222C2276223A6E756C6C7D2C7B226964223A22446563696465644279222C2276223A6E756C6C7D5D7D2C7B2269223A322C2270223A312C2261223A224C65617665466C6F77222C2273223A7B2261223A5B302C312C312C312C322C312C332C312C342C312C352C312C362C312C372C312C382C312C392C312C31302C315D2C2263223A5B302C312C312C312C322C312C332C312C342C312C352C312C362C312C372C312C382C312C392C312C31302C312C31312C312C31322C315D2C2266223A5B302C312C322C385D7D7D2C7B2269223A372C2270223A322C2261223A224D616E6167657244656369646573222C2273223A7B227461736B4964223A2230316131666634332D323634352D373263312D386536392D613738383461633636326235222C227469746C65223A22456D6D61204C617273656E2061736B7320666F72203220776F726B696E672064617973206F6620616E6E75616C206C65617665222C22626F6479223A22456D6D61204C617273656E206861732032302064617973206F6620616E6E75616C206C65617665206C656674206265666F7265207468697320726571756573742E222C22616374696F6E73223A225B7B5C226E616D655C223A5C22417070726F76655C222C5C226F7574636F6D655C223A5C22417070726F7665645C222C5C227374796C655C223A5C227072696D6172795C222C5C226E65656473436F6D6D656E745C223A66616C73657D2C7B5C226E616D655C223A5C2252656A6563745C222C5C226F7574636F6D655C223A5C2252656A65637465645C222C5C227374796C655C223A5C2264616E6765725C222C5C226E65656473436F6D6D656E745C223A66616C73657D5D222C226F70656E65644174223A313739353238333935323839382C226475654174223A313739363633303430303030307D7D5D2C22626D223A5B7B226964223A2230316131666634332D323865342D373034652D396539632D346239336538383035316539222C2269223A372C226E616D65223A22417070726F76616C732E4465636973696F6E222C2268617368223A2264653534643931643431666333663233353665303431366236636639376136356364656664326134306561376532303338356233366239616635323966663963222C226362223A224F6E44656369646564222C226174223A313739353238333935333930372C2270223A7B227461736B4964223A2230316131666634332D323634352D373263312D386536392D613738383461633636326235227D7D2C7B226964223A2230316131666634332D323866342D376561372D626665312D346336313239303033396364222C2269223A372C226E616D65223A22417070726F76616C732E52656D696E64222C2268617368223A2236623365303732653535386264663335386130336138313130656537343164623461376564343037313762346339343363316636343964303036616137666136222C226362223A224F6E52656D696E64222C22647565223A313739353530373230303030302C226174223A313739353238333935333930382C2270223A7B226475654174223A22323032362D31312D32345430383A30303A30302B30303A3030227D7D2C7B226964223A2230316131666634332D323866342D373537322D613465302D396333353666613635313133222C2269223A372C226E616D65223A22417070726F76616C732E457363616C617465222C2268617368223A2230313864313138363831613132653965656565643439613263633036646364323933336662353934326431653036613561396231353730616332633238633937222C226362223A224F6E457363616C617465222C22647565223A313739353539333630303030302C226174223A313739353238333935333930382C2270223A7B226475654174223A22323032362D31312D32355430383A30303A30302B30303A3030227D7D2C7B226964223A2230316131666634332D323866342D376635342D386236612D636162363734366464663631222C2269223A372C226E616D65223A22417070726F76616C732E457870697265222C2268617368223A2264623738626130396633326361626166373866653930663035386465623636346133306365343733663230393964663061343335313031356634643538646438222C226362223A224F6E45787069726564222C22647565223A313739363633303430303030302C226174223A313739353238333935333930382C2270223A7B226475654174223A22323032362D31322D30375430383A30303A30302B30303A3030227D7D5D7D',1,1795283952053,1795283953908,NULL);
INSERT INTO "instances" VALUES('01a1ff43-2f8c-7830-ab68-289b87c148ea','leave','leave-1',1,'Running','Suspended',NULL,'Annual leave for Luca Ferrari, 2026-12-09 to 2026-12-10',NULL,0,X'7B2276223A312C226E657874223A382C22736571223A31352C22696E223A7B2274797065223A22616E6E75616C222C226669727374446179223A22323032362D31322D3039222C226C617374446179223A22323032362D31322D3130222C22726561736F6E223A22536B69696E67227D2C2270726F7073223A7B22726571756573743A7265666572656E6365223A224C562D323032362D3030303032222C22726571756573743A726571756573746572223A226C756361227D2C22637478223A5B7B2269223A312C2276617273223A5B7B226964223A2244617973222C2276223A327D2C7B226964223A2242616C616E6365222C2276223A32307D2C7B226964223A225265667573616C526561736F6E222C2276223A6E756C6C7D2C7B226964223A22436F6D6D656E74222C2276223A6E756C6C7D2C7B226964223A22446563696465644279222C2276223A6E756C6C7D5D7D2C7B2269223A322C2270223A312C2261223A224C65617665466C6F77222C2273223A7B2261223A5B302C312C312C312C322C312C332C312C342C312C352C312C362C312C372C312C382C312C392C312C31302C315D2C2263223A5B302C312C312C312C322C312C332C312C342C312C352C312C362C312C372C312C382C312C392C312C31302C312C31312C312C31322C315D2C2266223A5B302C312C322C385D7D7D2C7B2269223A372C2270223A322C2261223A224D616E6167657244656369646573222C2273223A7B227461736B4964223A2230316131666634332D326638652D373764332D393634632D336530656134323236613436222C227469746C65223A224C75636120466572726172692061736B7320666F72203220776F726B696E672064617973206F6620616E6E75616C206C65617665222C22626F6479223A224C7563612046657272617269206861732032302064617973206F6620616E6E75616C206C65617665206C656674206265666F7265207468697320726571756573742E222C22616374696F6E73223A225B7B5C226E616D655C223A5C22417070726F76655C222C5C226F7574636F6D655C223A5C22417070726F7665645C222C5C227374796C655C223A5C227072696D6172795C222C5C226E65656473436F6D6D656E745C223A66616C73657D2C7B5C226E616D655C223A5C2252656A6563745C222C5C226F7574636F6D655C223A5C2252656A65637465645C222C5C227374796C655C223A5C2264616E6765725C222C5C226E65656473436F6D6D656E745C223A66616C73657D5D222C226F70656E65644174223A313739353238333935353539382C226475654174223A313739363633303430303030307D7D5D2C22626D223A5B7B226964223A2230316131666634332D326639302D376265332D383565362D383165313133613637343532222C2269223A372C226E616D65223A22417070726F76616C732E4465636973696F6E222C2268617368223A2261663933646636356662613865306361623965373962613735306564353362663833346234313830393038643765616534373364366639396262623634616533222C226362223A224F6E44656369646564222C226174223A313739353238333935353630302C2270223A7B227461736B4964223A2230316131666634332D326638652D373764332D393634632D336530656134323236613436227D7D2C7B226964223A2230316131666634332D326639302D373562632D623262662D346238626166643734396439222C2269223A372C226E616D65223A22417070726F76616C732E457870697265222C2268617368223A2264623738626130396633326361626166373866653930663035386465623636346133306365343733663230393964663061343335313031356634643538646438222C226362223A224F6E45787069726564222C22647565223A313739363633303430303030302C226174223A313739353238333935353630302C2270223A7B226475654174223A22323032362D31322D30375430383A30303A30302B30303A3030227D7D5D7D',3,1795283955597,1795283972853,NULL);
INSERT INTO "instances" VALUES('01a1ff43-2fb1-7cc9-b4b4-70f3af2c4251','leave','leave-1',1,'Running','Suspended',NULL,'Annual leave for Luca Ferrari, 2026-12-14 to 2026-12-18',NULL,0,X'7B2276223A312C226E657874223A31302C22736571223A31372C22696E223A7B2274797065223A22616E6E75616C222C226669727374446179223A22323032362D31322D3134222C226C617374446179223A22323032362D31322D3138222C22726561736F6E223A22536B69696E67227D2C2270726F7073223A7B22726571756573743A7265666572656E6365223A224C562D323032362D3030303033222C22726571756573743A726571756573746572223A226C756361222C22617070726F76616C733A6465636964657273223A5B226D6172636F225D7D2C22637478223A5B7B2269223A312C2276617273223A5B7B226964223A2244617973222C2276223A357D2C7B226964223A2242616C616E6365222C2276223A31387D2C7B226964223A225265667573616C526561736F6E222C2276223A6E756C6C7D2C7B226964223A22436F6D6D656E74222C2276223A22456E6A6F79227D2C7B226964223A22446563696465644279222C2276223A224D6172636F20526F737369227D5D7D2C7B2269223A322C2270223A312C2261223A224C65617665466C6F77222C2273223A7B2261223A5B302C312C312C312C322C312C332C312C342C312C352C312C362C312C372C312C382C312C392C312C31302C312C31312C312C31322C315D2C2263223A5B302C312C312C312C322C312C332C312C342C312C352C312C362C312C372C312C382C312C392C312C31302C312C31312C312C31322C312C31332C312C31342C312C31352C312C31362C312C31372C315D2C2266223A5B302C312C322C382C31332C31365D7D7D2C7B2269223A392C2270223A322C2261223A22487244656369646573222C2273223A7B227461736B4964223A2230316131666634332D333365312D376164372D383633362D356263376638353162303866222C227469746C65223A224C75636120466572726172692061736B7320666F72203520776F726B696E672064617973206F6620616E6E75616C206C65617665222C22626F6479223A224D6172636F20526F7373692068617320617070726F7665642069742E222C22616374696F6E73223A225B7B5C226E616D655C223A5C22417070726F76655C222C5C226F7574636F6D655C223A5C22417070726F7665645C222C5C227374796C655C223A5C227072696D6172795C222C5C226E65656473436F6D6D656E745C223A66616C73657D2C7B5C226E616D655C223A5C2252656A6563745C222C5C226F7574636F6D655C223A5C2252656A65637465645C222C5C227374796C655C223A5C2264616E6765725C222C5C226E65656473436F6D6D656E745C223A66616C73657D5D222C226F70656E65644174223A313739353238333935363730352C226475654174223A313739363633303430303030307D7D5D2C22626D223A5B7B226964223A2230316131666634332D333430342D376664322D383234382D373764393430646662356230222C2269223A392C226E616D65223A22417070726F76616C732E4465636973696F6E222C2268617368223A2231346132393663663665613031363234346562323534623737623933643235306136353131643362373638396534383933353966313365333437623262383432222C226362223A224F6E44656369646564222C226174223A313739353238333935363734302C2270223A7B227461736B4964223A2230316131666634332D333365312D376164372D383633362D356263376638353162303866227D7D2C7B226964223A2230316131666634332D333430342D373265612D623863622D366237653232383232653866222C2269223A392C226E616D65223A22417070726F76616C732E52656D696E64222C2268617368223A2231653965363366356662623765303564633863623334373332643464623636626462643266346166346534386563393666663932363133646366376163306564222C226362223A224F6E52656D696E64222C22647565223A313739353530373230303030302C226174223A313739353238333935363734302C2270223A7B226475654174223A22323032362D31312D32345430383A30303A30302B30303A3030227D7D2C7B226964223A2230316131666634332D333430342D373661322D393939352D386164663631313130323933222C2269223A392C226E616D65223A22417070726F76616C732E457363616C617465222C2268617368223A2265666632653531623430626632646233336564633831653164646535323761393565386230326330393238396564383737633034363861303333306138326535222C226362223A224F6E457363616C617465222C22647565223A313739353539333630303030302C226174223A313739353238333935363734302C2270223A7B226475654174223A22323032362D31312D32355430383A30303A30302B30303A3030227D7D2C7B226964223A2230316131666634332D333430342D373538662D386261332D356534353038366436643261222C2269223A392C226E616D65223A22417070726F76616C732E457870697265222C2268617368223A2232616163316339363862623633386261396334623633353234613133303662396137666263393365326130313063323431666666343238373064646334343035222C226362223A224F6E45787069726564222C22647565223A313739363633303430303030302C226174223A313739353238333935363734302C2270223A7B226475654174223A22323032362D31322D30375430383A30303A30302B30303A3030227D7D5D7D',2,1795283955687,1795283956740,NULL);
INSERT INTO "instances" VALUES('01a1ff43-3499-737e-98c2-416b79751c7f','outside','outside-1',1,'Running','Suspended',NULL,NULL,NULL,0,X'7B2276223A312C226E657874223A342C22736571223A332C2270726F7073223A7B22726571756573743A7265666572656E6365223A224F552D323032362D3030303031222C22726571756573743A726571756573746572223A22656D6D61227D2C22637478223A5B7B2269223A312C2276617273223A5B5D7D2C7B2269223A322C2270223A312C2261223A225374657073222C226E223A317D2C7B2269223A332C2270223A322C2261223A2241736B222C2273223A7B227461736B4964223A2230316131666634332D333465392D376234392D386263362D393835623833353661363633222C227469746C65223A2257696C6C20796F75206265206F757220706172746E65723F222C22626F6479223A22222C22616374696F6E73223A225B7B5C226E616D655C223A5C224163636570745C222C5C226F7574636F6D655C223A5C224163636570745C222C5C227374796C655C223A5C226E65757472616C5C222C5C226E65656473436F6D6D656E745C223A66616C73657D2C7B5C226E616D655C223A5C224465636C696E655C222C5C226F7574636F6D655C223A5C224465636C696E655C222C5C227374796C655C223A5C226E65757472616C5C222C5C226E65656473436F6D6D656E745C223A66616C73657D5D222C226F70656E65644174223A313739353238333935363936392C226475654174223A313739353331393935363936397D7D5D2C22626D223A5B7B226964223A2230316131666634332D333532352D373961652D616262312D373364666636303531633539222C2269223A332C226E616D65223A22417070726F76616C732E4465636973696F6E222C2268617368223A2234663364363235633138386665353730303133353264376366653666336139616236353733383936363134323132663331356232313531643339303861343835222C226362223A224F6E44656369646564222C226174223A313739353238333935373032392C2270223A7B227461736B4964223A2230316131666634332D333465392D376234392D386263362D393835623833353661363633227D7D2C7B226964223A2230316131666634332D333532352D373663352D613963392D393332376561376134373964222C2269223A332C226E616D65223A22417070726F76616C732E457870697265222C2268617368223A2265346534306134373966616638613535613230313437623263393432646536396364303731316238303837303063313536653763383733353834393432343735222C226362223A224F6E45787069726564222C22647565223A313739353331393935363936392C226174223A313739353238333935373032392C2270223A7B226475654174223A22323032362D31312D32325430333A35393A31362E3936393837322B30303A3030227D7D5D7D',1,1795283956967,1795283957029,NULL);
INSERT INTO "instances" VALUES('01a1ff43-3591-7d4a-b2e9-770e3eb3b6af','pause','pause-1',1,'Running','Suspended',NULL,NULL,NULL,0,X'7B2276223A312C226E657874223A342C22736571223A332C2270726F7073223A7B22726571756573743A7265666572656E6365223A2250412D323032362D3030303031222C22726571756573743A726571756573746572223A22656D6D61227D2C22637478223A5B7B2269223A312C2276617273223A5B5D7D2C7B2269223A322C2270223A312C2261223A225374657073222C226E223A317D2C7B2269223A332C2270223A322C2261223A2257616974227D5D2C22626D223A5B7B226964223A2230316131666634332D333562652D373634352D393833632D643435666233316262343965222C2269223A332C226E616D65223A22456C73612E44656C6179222C2268617368223A2230613537666538343064333238613131326661383538333137643332643732313132333030653739653734643061636163653765353334313639343265383635222C22647565223A313739353239313135373138322C226174223A313739353238333935373138332C2270223A7B226475654174223A22323032362D31312D32315431393A35393A31372E313832383138372B30303A3030227D7D5D7D',1,1795283957182,1795283957183,NULL);
INSERT INTO "instances" VALUES('01a1ff43-35ff-7723-98e1-6b13dc7afb64','parent','parent-1',1,'Running','Suspended',NULL,NULL,NULL,0,X'7B2276223A312C226E657874223A342C22736571223A332C2270726F7073223A7B22726571756573743A7265666572656E6365223A2246412D323032362D3030303031222C22726571756573743A726571756573746572223A22656D6D61227D2C22637478223A5B7B2269223A312C2276617273223A5B5D7D2C7B2269223A322C2270223A312C2261223A225374657073222C226E223A317D2C7B2269223A332C2270223A322C2261223A225374617274227D5D2C22626D223A5B7B226964223A2230316131666634332D333630642D376438322D383331642D663830613530376130343736222C2269223A332C226E616D65223A22576F726B666C6F77732E4368696C6446696E6973686564222C2268617368223A2232326635666131303237353239356633386163616263306464373833376138656538326561313636316464303564613934316562626536646663666135666466222C226362223A224F6E4368696C6446696E6973686564222C226174223A313739353238333935373236312C2270223A7B226368696C64496E7374616E63654964223A2230316131666634332D333630632D376465312D393363392D666437383536333566333232227D7D5D7D',1,1795283957259,1795283957261,NULL);
INSERT INTO "instances" VALUES('01a1ff43-360c-7de1-93c9-fd785635f322','child','child-1',1,'Running','Suspended',NULL,NULL,'01a1ff43-35ff-7723-98e1-6b13dc7afb64',0,X'7B2276223A312C226E657874223A342C22736571223A332C2270726F7073223A7B22506172656E74496E7374616E63654964223A2230316131666634332D333566662D373732332D393865312D366231336463376166623634222C2257616974466F72436F6D706C6574696F6E223A747275657D2C22637478223A5B7B2269223A317D2C7B2269223A322C2270223A312C2261223A225374657073222C226E223A317D2C7B2269223A332C2270223A322C2261223A2257616974227D5D2C22626D223A5B7B226964223A2230316131666634332D333634322D376463352D396564342D653661386531326363616537222C2269223A332C226E616D65223A22456C73612E44656C6179222C2268617368223A2232323837386632616163643934646361633639663963636133346235396539633235643432656639313361323135383466316636656630393163623933643262222C22647565223A313739353239313135373331342C226174223A313739353238333935373335302C2270223A7B226475654174223A22323032362D31312D32315431393A35393A31372E333134373433312B30303A3030227D7D5D7D',1,1795283957314,1795283957351,NULL);
CREATE TABLE journal (
    instance_id TEXT NOT NULL,
    burst       BIGINT NOT NULL,             -- the instance revision that this burst committed
    entries     BLOB NOT NULL,               -- UTF-8 JSON array, see JournalEntry
    PRIMARY KEY (instance_id, burst)
) WITHOUT ROWID;
INSERT INTO "journal" VALUES('01a1ff43-2104-72be-bf05-8f13f75d8ed7',1,X'5B7B2273223A302C2269223A322C2270223A312C2261223A224C65617665466C6F77222C226E223A22576F726B666C6F77313A4C65617665466C6F77222C2274223A22456C73612E466C6F776368617274222C2265223A2253746172746564222C226174223A313739353238333935323230347D2C7B2273223A312C2269223A332C2270223A322C2261223A225374617274222C226E223A22576F726B666C6F77313A4C65617665466C6F773A5374617274222C2274223A22456C73612E5374617274222C2265223A2253746172746564222C226174223A313739353238333935323231327D2C7B2273223A322C2269223A332C2270223A322C2261223A225374617274222C226E223A22576F726B666C6F77313A4C65617665466C6F773A5374617274222C2274223A22456C73612E5374617274222C2265223A22436F6D706C65746564222C226174223A313739353238333935323231332C226F223A5B22446F6E65225D7D2C7B2273223A332C2269223A342C2270223A322C2261223A224E616D6552657175657374222C226E223A22576F726B666C6F77313A4C65617665466C6F773A4E616D6552657175657374222C2274223A22456C73612E5365744E616D65222C2265223A2253746172746564222C226174223A313739353238333935323538362C22696E223A7B2256616C7565223A22416E6E75616C206C6561766520666F7220456D6D61204C617273656E2C20323032362D31322D303220746F20323032362D31322D3033227D7D2C7B2273223A342C2269223A342C2270223A322C2261223A224E616D6552657175657374222C226E223A22576F726B666C6F77313A4C65617665466C6F773A4E616D6552657175657374222C2274223A22456C73612E5365744E616D65222C2265223A22436F6D706C65746564222C226174223A313739353238333935323538362C226F223A5B22446F6E65225D7D2C7B2273223A352C2269223A352C2270223A322C2261223A22436865636B4C65617665222C226E223A22576F726B666C6F77313A4C65617665466C6F773A436865636B4C65617665222C2274223A224C656176652E436865636B4C65617665222C2265223A2253746172746564222C226174223A313739353238333935323633312C22696E223A7B224C6561766554797065223A22616E6E75616C222C224669727374446179223A22323032362D31322D3032222C224C617374446179223A22323032362D31322D3033222C22466972737448616C66223A66616C73652C224C61737448616C66223A66616C73657D7D2C7B2273223A362C2269223A352C2270223A322C2261223A22436865636B4C65617665222C226E223A22576F726B666C6F77313A4C65617665466C6F773A436865636B4C65617665222C2274223A224C656176652E436865636B4C65617665222C2265223A22436F6D706C65746564222C226174223A313739353238333935323735302C226F7574223A7B2244617973223A322C2242616C616E6365223A32307D2C226F223A5B224F6B225D7D2C7B2273223A372C2269223A362C2270223A322C2261223A2249735369636B4C65617665222C226E223A22576F726B666C6F77313A4C65617665466C6F773A49735369636B4C65617665222C2274223A22456C73612E466C6F774465636973696F6E222C2265223A2253746172746564222C226174223A313739353238333935323835362C22696E223A7B22436F6E646974696F6E223A66616C73657D7D2C7B2273223A382C2269223A362C2270223A322C2261223A2249735369636B4C65617665222C226E223A22576F726B666C6F77313A4C65617665466C6F773A49735369636B4C65617665222C2274223A22456C73612E466C6F774465636973696F6E222C2265223A22436F6D706C65746564222C226174223A313739353238333935323835372C226F223A5B2246616C7365225D7D2C7B2273223A392C2269223A372C2270223A322C2261223A224D616E6167657244656369646573222C226E223A22576F726B666C6F77313A4C65617665466C6F773A4D616E6167657244656369646573222C2274223A22417070726F76616C732E52657175657374417070726F76616C222C2265223A2253746172746564222C226174223A313739353238333935323839372C22696E223A7B22417070726F76657273223A5B226D616E616765722D6F662D726571756573746572225D2C225469746C65223A22456D6D61204C617273656E2061736B7320666F72203220776F726B696E672064617973206F6620616E6E75616C206C65617665222C22426F6479223A22456D6D61204C617273656E206861732032302064617973206F6620616E6E75616C206C65617665206C656674206265666F7265207468697320726571756573742E222C2244656369646557697468696E223A22313064222C2252656D696E644166746572223A223164222C22457363616C6174654166746572223A223264222C22457363616C617465546F223A5B226D616E616765722D6F662D7265717565737465723A32225D2C2246616C6C6261636B223A5B22726F6C653A6872222C22726F6C653A61646D696E225D7D7D2C7B2273223A31302C2269223A372C2270223A322C2261223A224D616E6167657244656369646573222C226E223A22576F726B666C6F77313A4C65617665466C6F773A4D616E6167657244656369646573222C2274223A22417070726F76616C732E52657175657374417070726F76616C222C2265223A2253757370656E646564222C226174223A313739353238333935333930387D5D');
INSERT INTO "journal" VALUES('01a1ff43-2f8c-7830-ab68-289b87c148ea',1,X'5B7B2273223A302C2269223A322C2270223A312C2261223A224C65617665466C6F77222C226E223A22576F726B666C6F77313A4C65617665466C6F77222C2274223A22456C73612E466C6F776368617274222C2265223A2253746172746564222C226174223A313739353238333935353539377D2C7B2273223A312C2269223A332C2270223A322C2261223A225374617274222C226E223A22576F726B666C6F77313A4C65617665466C6F773A5374617274222C2274223A22456C73612E5374617274222C2265223A2253746172746564222C226174223A313739353238333935353539377D2C7B2273223A322C2269223A332C2270223A322C2261223A225374617274222C226E223A22576F726B666C6F77313A4C65617665466C6F773A5374617274222C2274223A22456C73612E5374617274222C2265223A22436F6D706C65746564222C226174223A313739353238333935353539372C226F223A5B22446F6E65225D7D2C7B2273223A332C2269223A342C2270223A322C2261223A224E616D6552657175657374222C226E223A22576F726B666C6F77313A4C65617665466C6F773A4E616D6552657175657374222C2274223A22456C73612E5365744E616D65222C2265223A2253746172746564222C226174223A313739353238333935353539382C22696E223A7B2256616C7565223A22416E6E75616C206C6561766520666F72204C75636120466572726172692C20323032362D31322D303920746F20323032362D31322D3130227D7D2C7B2273223A342C2269223A342C2270223A322C2261223A224E616D6552657175657374222C226E223A22576F726B666C6F77313A4C65617665466C6F773A4E616D6552657175657374222C2274223A22456C73612E5365744E616D65222C2265223A22436F6D706C65746564222C226174223A313739353238333935353539382C226F223A5B22446F6E65225D7D2C7B2273223A352C2269223A352C2270223A322C2261223A22436865636B4C65617665222C226E223A22576F726B666C6F77313A4C65617665466C6F773A436865636B4C65617665222C2274223A224C656176652E436865636B4C65617665222C2265223A2253746172746564222C226174223A313739353238333935353539382C22696E223A7B224C6561766554797065223A22616E6E75616C222C224669727374446179223A22323032362D31322D3039222C224C617374446179223A22323032362D31322D3130222C22466972737448616C66223A66616C73652C224C61737448616C66223A66616C73657D7D2C7B2273223A362C2269223A352C2270223A322C2261223A22436865636B4C65617665222C226E223A22576F726B666C6F77313A4C65617665466C6F773A436865636B4C65617665222C2274223A224C656176652E436865636B4C65617665222C2265223A22436F6D706C65746564222C226174223A313739353238333935353539382C226F7574223A7B2244617973223A322C2242616C616E6365223A32307D2C226F223A5B224F6B225D7D2C7B2273223A372C2269223A362C2270223A322C2261223A2249735369636B4C65617665222C226E223A22576F726B666C6F77313A4C65617665466C6F773A49735369636B4C65617665222C2274223A22456C73612E466C6F774465636973696F6E222C2265223A2253746172746564222C226174223A313739353238333935353539382C22696E223A7B22436F6E646974696F6E223A66616C73657D7D2C7B2273223A382C2269223A362C2270223A322C2261223A2249735369636B4C65617665222C226E223A22576F726B666C6F77313A4C65617665466C6F773A49735369636B4C65617665222C2274223A22456C73612E466C6F774465636973696F6E222C2265223A22436F6D706C65746564222C226174223A313739353238333935353539382C226F223A5B2246616C7365225D7D2C7B2273223A392C2269223A372C2270223A322C2261223A224D616E6167657244656369646573222C226E223A22576F726B666C6F77313A4C65617665466C6F773A4D616E6167657244656369646573222C2274223A22417070726F76616C732E52657175657374417070726F76616C222C2265223A2253746172746564222C226174223A313739353238333935353539382C22696E223A7B22417070726F76657273223A5B226D616E616765722D6F662D726571756573746572225D2C225469746C65223A224C75636120466572726172692061736B7320666F72203220776F726B696E672064617973206F6620616E6E75616C206C65617665222C22426F6479223A224C7563612046657272617269206861732032302064617973206F6620616E6E75616C206C65617665206C656674206265666F7265207468697320726571756573742E222C2244656369646557697468696E223A22313064222C2252656D696E644166746572223A223164222C22457363616C6174654166746572223A223264222C22457363616C617465546F223A5B226D616E616765722D6F662D7265717565737465723A32225D2C2246616C6C6261636B223A5B22726F6C653A6872222C22726F6C653A61646D696E225D7D7D2C7B2273223A31302C2269223A372C2270223A322C2261223A224D616E6167657244656369646573222C226E223A22576F726B666C6F77313A4C65617665466C6F773A4D616E6167657244656369646573222C2274223A22417070726F76616C732E52657175657374417070726F76616C222C2265223A2253757370656E646564222C226174223A313739353238333935353630307D5D');
INSERT INTO "journal" VALUES('01a1ff43-2f8c-7830-ab68-289b87c148ea',2,X'5B7B2273223A31312C2269223A372C2270223A322C2261223A224D616E6167657244656369646573222C226E223A22576F726B666C6F77313A4C65617665466C6F773A4D616E6167657244656369646573222C2274223A22417070726F76616C732E52657175657374417070726F76616C222C2265223A22526573756D6564222C226174223A313739353238333937303036352C22696E223A7B22417070726F76657273223A5B226D616E616765722D6F662D726571756573746572225D2C225469746C65223A224C75636120466572726172692061736B7320666F72203220776F726B696E672064617973206F6620616E6E75616C206C65617665222C22426F6479223A224C7563612046657272617269206861732032302064617973206F6620616E6E75616C206C65617665206C656674206265666F7265207468697320726571756573742E222C2244656369646557697468696E223A22313064222C2252656D696E644166746572223A223164222C22457363616C6174654166746572223A223264222C22457363616C617465546F223A5B226D616E616765722D6F662D7265717565737465723A32225D2C2246616C6C6261636B223A5B22726F6C653A6872222C22726F6C653A61646D696E225D7D7D2C7B2273223A31322C2269223A372C2270223A322C2261223A224D616E6167657244656369646573222C226E223A22576F726B666C6F77313A4C65617665466C6F773A4D616E6167657244656369646573222C2274223A22417070726F76616C732E52657175657374417070726F76616C222C2265223A2253757370656E646564222C226174223A313739353238333937323036337D5D');
INSERT INTO "journal" VALUES('01a1ff43-2f8c-7830-ab68-289b87c148ea',3,X'5B7B2273223A31332C2269223A372C2270223A322C2261223A224D616E6167657244656369646573222C226E223A22576F726B666C6F77313A4C65617665466C6F773A4D616E6167657244656369646573222C2274223A22417070726F76616C732E52657175657374417070726F76616C222C2265223A22526573756D6564222C226174223A313739353238333937323732312C22696E223A7B22417070726F76657273223A5B226D616E616765722D6F662D726571756573746572225D2C225469746C65223A224C75636120466572726172692061736B7320666F72203220776F726B696E672064617973206F6620616E6E75616C206C65617665222C22426F6479223A224C7563612046657272617269206861732032302064617973206F6620616E6E75616C206C65617665206C656674206265666F7265207468697320726571756573742E222C2244656369646557697468696E223A22313064222C2252656D696E644166746572223A223164222C22457363616C6174654166746572223A223264222C22457363616C617465546F223A5B226D616E616765722D6F662D7265717565737465723A32225D2C2246616C6C6261636B223A5B22726F6C653A6872222C22726F6C653A61646D696E225D7D7D2C7B2273223A31342C2269223A372C2270223A322C2261223A224D616E6167657244656369646573222C226E223A22576F726B666C6F77313A4C65617665466C6F773A4D616E6167657244656369646573222C2274223A22417070726F76616C732E52657175657374417070726F76616C222C2265223A2253757370656E646564222C226174223A313739353238333937323835337D5D');
INSERT INTO "journal" VALUES('01a1ff43-2fb1-7cc9-b4b4-70f3af2c4251',1,X'5B7B2273223A302C2269223A322C2270223A312C2261223A224C65617665466C6F77222C226E223A22576F726B666C6F77313A4C65617665466C6F77222C2274223A22456C73612E466C6F776368617274222C2265223A2253746172746564222C226174223A313739353238333935353638377D2C7B2273223A312C2269223A332C2270223A322C2261223A225374617274222C226E223A22576F726B666C6F77313A4C65617665466C6F773A5374617274222C2274223A22456C73612E5374617274222C2265223A2253746172746564222C226174223A313739353238333935353638377D2C7B2273223A322C2269223A332C2270223A322C2261223A225374617274222C226E223A22576F726B666C6F77313A4C65617665466C6F773A5374617274222C2274223A22456C73612E5374617274222C2265223A22436F6D706C65746564222C226174223A313739353238333935353638372C226F223A5B22446F6E65225D7D2C7B2273223A332C2269223A342C2270223A322C2261223A224E616D6552657175657374222C226E223A22576F726B666C6F77313A4C65617665466C6F773A4E616D6552657175657374222C2274223A22456C73612E5365744E616D65222C2265223A2253746172746564222C226174223A313739353238333935353638372C22696E223A7B2256616C7565223A22416E6E75616C206C6561766520666F72204C75636120466572726172692C20323032362D31322D313420746F20323032362D31322D3138227D7D2C7B2273223A342C2269223A342C2270223A322C2261223A224E616D6552657175657374222C226E223A22576F726B666C6F77313A4C65617665466C6F773A4E616D6552657175657374222C2274223A22456C73612E5365744E616D65222C2265223A22436F6D706C65746564222C226174223A313739353238333935353638372C226F223A5B22446F6E65225D7D2C7B2273223A352C2269223A352C2270223A322C2261223A22436865636B4C65617665222C226E223A22576F726B666C6F77313A4C65617665466C6F773A436865636B4C65617665222C2274223A224C656176652E436865636B4C65617665222C2265223A2253746172746564222C226174223A313739353238333935353638372C22696E223A7B224C6561766554797065223A22616E6E75616C222C224669727374446179223A22323032362D31322D3134222C224C617374446179223A22323032362D31322D3138222C22466972737448616C66223A66616C73652C224C61737448616C66223A66616C73657D7D2C7B2273223A362C2269223A352C2270223A322C2261223A22436865636B4C65617665222C226E223A22576F726B666C6F77313A4C65617665466C6F773A436865636B4C65617665222C2274223A224C656176652E436865636B4C65617665222C2265223A22436F6D706C65746564222C226174223A313739353238333935353731312C226F7574223A7B2244617973223A352C2242616C616E6365223A31387D2C226F223A5B224F6B225D7D2C7B2273223A372C2269223A362C2270223A322C2261223A2249735369636B4C65617665222C226E223A22576F726B666C6F77313A4C65617665466C6F773A49735369636B4C65617665222C2274223A22456C73612E466C6F774465636973696F6E222C2265223A2253746172746564222C226174223A313739353238333935353731312C22696E223A7B22436F6E646974696F6E223A66616C73657D7D2C7B2273223A382C2269223A362C2270223A322C2261223A2249735369636B4C65617665222C226E223A22576F726B666C6F77313A4C65617665466C6F773A49735369636B4C65617665222C2274223A22456C73612E466C6F774465636973696F6E222C2265223A22436F6D706C65746564222C226174223A313739353238333935353731312C226F223A5B2246616C7365225D7D2C7B2273223A392C2269223A372C2270223A322C2261223A224D616E6167657244656369646573222C226E223A22576F726B666C6F77313A4C65617665466C6F773A4D616E6167657244656369646573222C2274223A22417070726F76616C732E52657175657374417070726F76616C222C2265223A2253746172746564222C226174223A313739353238333935353731322C22696E223A7B22417070726F76657273223A5B226D616E616765722D6F662D726571756573746572225D2C225469746C65223A224C75636120466572726172692061736B7320666F72203520776F726B696E672064617973206F6620616E6E75616C206C65617665222C22426F6479223A224C7563612046657272617269206861732031382064617973206F6620616E6E75616C206C65617665206C656674206265666F7265207468697320726571756573742E222C2244656369646557697468696E223A22313064222C2252656D696E644166746572223A223164222C22457363616C6174654166746572223A223264222C22457363616C617465546F223A5B226D616E616765722D6F662D7265717565737465723A32225D2C2246616C6C6261636B223A5B22726F6C653A6872222C22726F6C653A61646D696E225D7D7D2C7B2273223A31302C2269223A372C2270223A322C2261223A224D616E6167657244656369646573222C226E223A22576F726B666C6F77313A4C65617665466C6F773A4D616E6167657244656369646573222C2274223A22417070726F76616C732E52657175657374417070726F76616C222C2265223A2253757370656E646564222C226174223A313739353238333935353731337D5D');
INSERT INTO "journal" VALUES('01a1ff43-2fb1-7cc9-b4b4-70f3af2c4251',2,X'5B7B2273223A31312C2269223A372C2270223A322C2261223A224D616E6167657244656369646573222C226E223A22576F726B666C6F77313A4C65617665466C6F773A4D616E6167657244656369646573222C2274223A22417070726F76616C732E52657175657374417070726F76616C222C2265223A22526573756D6564222C226174223A313739353238333935363637372C22696E223A7B22417070726F76657273223A5B226D616E616765722D6F662D726571756573746572225D2C225469746C65223A224C75636120466572726172692061736B7320666F72203520776F726B696E672064617973206F6620616E6E75616C206C65617665222C22426F6479223A224C7563612046657272617269206861732031382064617973206F6620616E6E75616C206C65617665206C656674206265666F7265207468697320726571756573742E222C2244656369646557697468696E223A22313064222C2252656D696E644166746572223A223164222C22457363616C6174654166746572223A223264222C22457363616C617465546F223A5B226D616E616765722D6F662D7265717565737465723A32225D2C2246616C6C6261636B223A5B22726F6C653A6872222C22726F6C653A61646D696E225D7D7D2C7B2273223A31322C2269223A372C2270223A322C2261223A224D616E6167657244656369646573222C226E223A22576F726B666C6F77313A4C65617665466C6F773A4D616E6167657244656369646573222C2274223A22417070726F76616C732E52657175657374417070726F76616C222C2265223A22436F6D706C65746564222C226174223A313739353238333935363730342C226F7574223A7B224465636973696F6E223A22417070726F7665222C22436F6D6D656E74223A22456E6A6F79222C22446563696465644279223A226D6172636F222C224465636964656442794E616D65223A224D6172636F20526F737369227D2C226F223A5B22417070726F766564225D7D2C7B2273223A31332C2269223A382C2270223A322C2261223A2249734C6F6E67222C226E223A22576F726B666C6F77313A4C65617665466C6F773A49734C6F6E67222C2274223A22456C73612E466C6F774465636973696F6E222C2265223A2253746172746564222C226174223A313739353238333935363730352C22696E223A7B22436F6E646974696F6E223A747275657D7D2C7B2273223A31342C2269223A382C2270223A322C2261223A2249734C6F6E67222C226E223A22576F726B666C6F77313A4C65617665466C6F773A49734C6F6E67222C2274223A22456C73612E466C6F774465636973696F6E222C2265223A22436F6D706C65746564222C226174223A313739353238333935363730352C226F223A5B2254727565225D7D2C7B2273223A31352C2269223A392C2270223A322C2261223A22487244656369646573222C226E223A22576F726B666C6F77313A4C65617665466C6F773A487244656369646573222C2274223A22417070726F76616C732E52657175657374417070726F76616C222C2265223A2253746172746564222C226174223A313739353238333935363730352C22696E223A7B22417070726F76657273223A5B22726F6C653A6872225D2C225469746C65223A224C75636120466572726172692061736B7320666F72203520776F726B696E672064617973206F6620616E6E75616C206C65617665222C22426F6479223A224D6172636F20526F7373692068617320617070726F7665642069742E222C2244656369646557697468696E223A22313064222C2252656D696E644166746572223A223164222C22457363616C6174654166746572223A223264222C22457363616C617465546F223A5B22726F6C653A6469726563746F72225D2C2246616C6C6261636B223A5B22726F6C653A61646D696E225D7D7D2C7B2273223A31362C2269223A392C2270223A322C2261223A22487244656369646573222C226E223A22576F726B666C6F77313A4C65617665466C6F773A487244656369646573222C2274223A22417070726F76616C732E52657175657374417070726F76616C222C2265223A2253757370656E646564222C226174223A313739353238333935363734307D5D');
INSERT INTO "journal" VALUES('01a1ff43-3499-737e-98c2-416b79751c7f',1,X'5B7B2273223A302C2269223A322C2270223A312C2261223A225374657073222C226E223A22576F726B666C6F77313A5374657073222C2274223A22456C73612E53657175656E6365222C2265223A2253746172746564222C226174223A313739353238333935363936377D2C7B2273223A312C2269223A332C2270223A322C2261223A2241736B222C226E223A22576F726B666C6F77313A53746570733A41736B222C2274223A22417070726F76616C732E456D61696C416374696F6E546F6B656E222C2265223A2253746172746564222C226174223A313739353238333935363936382C22696E223A7B22526563697069656E74223A2270617440706172746E65722E74657374222C225469746C65223A2257696C6C20796F75206265206F757220706172746E65723F222C22416374696F6E73223A225B5C224163636570745C222C205C224465636C696E655C225D222C22457870697265734166746572223A2231303A30303A3030227D7D2C7B2273223A322C2269223A332C2270223A322C2261223A2241736B222C226E223A22576F726B666C6F77313A53746570733A41736B222C2274223A22417070726F76616C732E456D61696C416374696F6E546F6B656E222C2265223A2253757370656E646564222C226174223A313739353238333935373032397D5D');
INSERT INTO "journal" VALUES('01a1ff43-3591-7d4a-b2e9-770e3eb3b6af',1,X'5B7B2273223A302C2269223A322C2270223A312C2261223A225374657073222C226E223A22576F726B666C6F77313A5374657073222C2274223A22456C73612E53657175656E6365222C2265223A2253746172746564222C226174223A313739353238333935373138327D2C7B2273223A312C2269223A332C2270223A322C2261223A2257616974222C226E223A22576F726B666C6F77313A53746570733A57616974222C2274223A22456C73612E44656C6179222C2265223A2253746172746564222C226174223A313739353238333935373138322C22696E223A7B2254696D655370616E223A2230323A30303A3030227D7D2C7B2273223A322C2269223A332C2270223A322C2261223A2257616974222C226E223A22576F726B666C6F77313A53746570733A57616974222C2274223A22456C73612E44656C6179222C2265223A2253757370656E646564222C226174223A313739353238333935373138337D5D');
INSERT INTO "journal" VALUES('01a1ff43-35ff-7723-98e1-6b13dc7afb64',1,X'5B7B2273223A302C2269223A322C2270223A312C2261223A225374657073222C226E223A22576F726B666C6F77313A5374657073222C2274223A22456C73612E53657175656E6365222C2265223A2253746172746564222C226174223A313739353238333935373235397D2C7B2273223A312C2269223A332C2270223A322C2261223A225374617274222C226E223A22576F726B666C6F77313A53746570733A5374617274222C2274223A22456C73612E4469737061746368576F726B666C6F77222C2265223A2253746172746564222C226174223A313739353238333935373235392C22696E223A7B22576F726B666C6F77446566696E6974696F6E4964223A226368696C64222C2257616974466F72436F6D706C6574696F6E223A747275657D7D2C7B2273223A322C2269223A332C2270223A322C2261223A225374617274222C226E223A22576F726B666C6F77313A53746570733A5374617274222C2274223A22456C73612E4469737061746368576F726B666C6F77222C2265223A2253757370656E646564222C226174223A313739353238333935373236317D5D');
INSERT INTO "journal" VALUES('01a1ff43-360c-7de1-93c9-fd785635f322',1,X'5B7B2273223A302C2269223A322C2270223A312C2261223A225374657073222C226E223A22576F726B666C6F77313A5374657073222C2274223A22456C73612E53657175656E6365222C2265223A2253746172746564222C226174223A313739353238333935373331347D2C7B2273223A312C2269223A332C2270223A322C2261223A2257616974222C226E223A22576F726B666C6F77313A53746570733A57616974222C2274223A22456C73612E44656C6179222C2265223A2253746172746564222C226174223A313739353238333935373331342C22696E223A7B2254696D655370616E223A2230323A30303A3030227D7D2C7B2273223A322C2269223A332C2270223A322C2261223A2257616974222C226E223A22576F726B666C6F77313A53746570733A57616974222C2274223A22456C73612E44656C6179222C2265223A2253757370656E646564222C226174223A313739353238333935373335307D5D');
CREATE TABLE last_sign_ins (
    person_id TEXT PRIMARY KEY,
    at        BIGINT NOT NULL
);
INSERT INTO "last_sign_ins" VALUES('emma',1795283949878);
INSERT INTO "last_sign_ins" VALUES('luca',1795283950880);
INSERT INTO "last_sign_ins" VALUES('marco',1795283951476);
CREATE TABLE leave_entitlements (
    person_id TEXT NOT NULL,
    year      INTEGER NOT NULL,
    days      TEXT NOT NULL,
    PRIMARY KEY (person_id, year)
);
CREATE TABLE leave_register (
    request_id TEXT PRIMARY KEY,             -- one row a request, so that booking twice changes nothing
    reference  TEXT NOT NULL,
    person_id  TEXT NOT NULL,
    type       TEXT NOT NULL,
    first_day  TEXT NOT NULL,
    last_day   TEXT NOT NULL,
    first_half INTEGER NOT NULL,             -- the first day is taken from noon
    last_half  INTEGER NOT NULL,             -- the last day is taken until noon
    days       TEXT NOT NULL,                -- working days
    status     TEXT NOT NULL,                -- requested (counts while its request is open), approved, recorded
    recorded_at BIGINT NOT NULL
);
INSERT INTO "leave_register" VALUES('01a1ff43-2104-72be-bf05-8f13f75d8ed7','LV-2026-00001','emma','annual','2026-12-02','2026-12-03',0,0,'2','requested',1795283953908);
INSERT INTO "leave_register" VALUES('01a1ff43-2f8c-7830-ab68-289b87c148ea','LV-2026-00002','luca','annual','2026-12-09','2026-12-10',0,0,'2','requested',1795283955600);
INSERT INTO "leave_register" VALUES('01a1ff43-2fb1-7cc9-b4b4-70f3af2c4251','LV-2026-00003','luca','annual','2026-12-14','2026-12-18',0,0,'5','requested',1795283955713);
CREATE TABLE outbox (
    id              TEXT PRIMARY KEY,        -- also the idempotency key
    kind            TEXT NOT NULL,           -- email, http
    lane            TEXT NOT NULL,           -- what shares one concurrency and rate limit: email, or an HTTP host
    destination     TEXT NOT NULL,
    instance_id     TEXT,
    topic           TEXT,                    -- what it asks about, such as a task; when that is settled, it is withdrawn
    subject         TEXT,
    payload         TEXT NOT NULL,
    status          TEXT NOT NULL,           -- waiting, delivered, parked, withdrawn
    attempts        INTEGER NOT NULL DEFAULT 0,
    next_attempt_at BIGINT NOT NULL,
    not_after       BIGINT,                  -- sending it later would be of no use
    claimed_until   BIGINT,                  -- the lease of the node that is sending it
    claimed_by      TEXT,
    last_error      TEXT,
    created_at      BIGINT NOT NULL,
    delivered_at    BIGINT
);
INSERT INTO "outbox" VALUES('sign-in-01a1ff43-1534-7045-8813-6d06da9a6d74','email','email','emma@example.test',NULL,NULL,'Your sign-in code','{"to":{"address":"emma@example.test","name":"Emma Larsen"},"subject":"Your sign-in code","text":"Your sign-in code\n\nEnter this code where you are signing in.\n\n    44486059\n\nIt works once, within the next 10 minutes.\nIf you are not signing in now, ignore this message and tell nobody the code.\n\n--\nThis message was sent automatically. Replies are not read.\n","html":"\u003C!doctype html\u003E\n\u003Chtml lang=\u0022en\u0022\u003E\n\u003Chead\u003E\n\u003Cmeta charset=\u0022utf-8\u0022\u003E\n\u003Cmeta name=\u0022viewport\u0022 content=\u0022width=device-width, initial-scale=1\u0022\u003E\n\u003Cmeta name=\u0022color-scheme\u0022 content=\u0022light dark\u0022\u003E\n\u003Cmeta name=\u0022supported-color-schemes\u0022 content=\u0022light dark\u0022\u003E\n\u003Cmeta name=\u0022format-detection\u0022 content=\u0022telephone=no, date=no, address=no, email=no\u0022\u003E\n\u003Ctitle\u003EYour sign-in code\u003C/title\u003E\n\u003Cstyle\u003E\n:root { color-scheme: light dark; supported-color-schemes: light dark; }\n@media (max-width: 520px) {\n  .page { padding: 0 !important; }\n  .card { border-radius: 0 !important; border-left: 0 !important; border-right: 0 !important; }\n  .inside { padding-left: 20px !important; padding-right: 20px !important; }\n  .brand { padding-left: 20px !important; padding-right: 20px !important; padding-top: 18px !important; }\n  .heading { font-size: 22px !important; line-height: 28px !important; }\n  .label { width: 36% !important; padding-right: 12px !important; }\n  .button, .button tbody, .button tr, .button td { display: block !important; width: 100% !important; box-sizing: border-box !important; }\n  .button { margin-right: 0 !important; }\n  .button a { display: block !important; padding-left: 12px !important; padding-right: 12px !important; }\n}\n@media (prefers-color-scheme: dark) {\n  .back { background-color: #10141a !important; }\n  .card { background-color: #1a2029 !important; border-color: #2d3643 !important; }\n  .ink { color: #eef2f7 !important; }\n  .muted { color: #a4b0c0 !important; }\n  .rule { border-color: #2d3643 !important; }\n  .soft { background-color: #232b36 !important; border-color: #3b4757 !important; }\n  .link { color: #8fb4ff !important; }\n  .primary { background-color: #2f66e0 !important; border-color: #2f66e0 !important; }\n  .danger { background-color: #1a2029 !important; border-color: #f08a80 !important; }\n  .danger a { color: #ff9d94 !important; }\n  .neutral { background-color: #1a2029 !important; border-color: #566376 !important; }\n  .neutral a { color: #dce4ee !important; }\n  .badge-info { background-color: #1e3158 !important; color: #a9c6ff !important; }\n  .badge-good { background-color: #143824 !important; color: #86e0ac !important; }\n  .badge-bad { background-color: #46201d !important; color: #ffb0a8 !important; }\n  .badge-attention { background-color: #43320e !important; color: #ffd57a !important; }\n}\n\u003C/style\u003E\n\u003C/head\u003E\n\u003Cbody class=\u0022back\u0022 style=\u0022margin:0;padding:0;background-color:#eef1f5;-webkit-text-size-adjust:100%;\u0022\u003E\n\u003Cdiv style=\u0022display:none;max-height:0;max-width:0;overflow:hidden;opacity:0;font-size:1px;line-height:1px;color:#eef1f5;\u0022\u003E\u0026#847;\u0026zwnj;\u0026nbsp;\u0026#847;\u0026zwnj;\u0026nbsp;\u0026#847;\u0026zwnj;\u0026nbsp;\u0026#847;\u0026zwnj;\u0026nbsp;\u0026#847;\u0026zwnj;\u0026nbsp;\u0026#847;\u0026zwnj;\u0026nbsp;\u0026#847;\u0026zwnj;\u0026nbsp;\u0026#847;\u0026zwnj;\u0026nbsp;\u0026#847;\u0026zwnj;\u0026nbsp;\u0026#847;\u0026zwnj;\u0026nbsp;\u0026#847;\u0026zwnj;\u0026nbsp;\u0026#847;\u0026zwnj;\u0026nbsp;\u003C/div\u003E\n\u003Ctable role=\u0022presentation\u0022 class=\u0022back\u0022 width=\u0022100%\u0022 cellpadding=\u00220\u0022 cellspacing=\u00220\u0022 border=\u00220\u0022 style=\u0022background-color:#eef1f5;\u0022\u003E\n\u003Ctr\u003E\u003Ctd class=\u0022page\u0022 align=\u0022center\u0022 style=\u0022padding:8px 16px 32px 16px;\u0022\u003E\n\u003Ctable role=\u0022presentation\u0022 width=\u0022100%\u0022 cellpadding=\u00220\u0022 cellspacing=\u00220\u0022 border=\u00220\u0022 style=\u0022max-width:600px;font-family:-apple-system,\u0027Segoe UI\u0027,Roboto,\u0027Helvetica Neue\u0027,Arial,sans-serif;\u0022\u003E\n\u003Ctr\u003E\u003Ctd class=\u0022brand\u0022 style=\u0022padding:24px 4px 14px 4px;\u0022\u003E\n  \u003Ctable role=\u0022presentation\u0022 width=\u0022100%\u0022 cellpadding=\u00220\u0022 cellspacing=\u00220\u0022 border=\u00220\u0022\u003E\u003Ctr\u003E\n    \u003Ctd class=\u0022muted\u0022 style=\u0022font-size:14px;line-height:20px;font-weight:600;color:#566273;\u0022\u003EApprovals\u003C/td\u003E\n    \n  \u003C/tr\u003E\u003C/table\u003E\n\u003C/td\u003E\u003C/tr\u003E\n\u003Ctr\u003E\u003Ctd class=\u0022card\u0022 style=\u0022background-color:#ffffff;border:1px solid #dde3ea;border-radius:12px;\u0022\u003E\n  \u003Ctable role=\u0022presentation\u0022 width=\u0022100%\u0022 cellpadding=\u00220\u0022 cellspacing=\u00220\u0022 border=\u00220\u0022\u003E\n  \u003Ctr\u003E\u003Ctd class=\u0022inside\u0022 style=\u0022padding:32px 36px 22px 36px;\u0022\u003E\n\u003Ch1 class=\u0022ink heading\u0022 style=\u0022margin:0 0 12px 0;font-size:24px;line-height:31px;font-weight:700;color:#17202c;\u0022\u003EYour sign-in code\u003C/h1\u003E\n\u003Cp class=\u0022ink\u0022 style=\u0022margin:0 0 16px 0;font-size:16px;line-height:25px;color:#17202c;\u0022\u003EEnter this code where you are signing in.\u003C/p\u003E\n\u003Ctable role=\u0022presentation\u0022 width=\u0022100%\u0022 cellpadding=\u00220\u0022 cellspacing=\u00220\u0022 border=\u00220\u0022 style=\u0022margin:0 0 16px 0;\u0022\u003E\n\u003Ctr\u003E\u003Ctd class=\u0022soft ink\u0022 align=\u0022center\u0022 style=\u0022padding:20px 12px 20px 18px;background-color:#f4f6f9;border:1px solid #dde3ea;border-radius:10px;font-family:Consolas,Menlo,\u0027Liberation Mono\u0027,monospace;font-size:36px;line-height:44px;font-weight:700;letter-spacing:6px;color:#17202c;\u0022\u003E44486059\u003C/td\u003E\u003C/tr\u003E\n\u003C/table\u003E\n\u003Cp class=\u0022ink\u0022 style=\u0022margin:0 0 12px 0;font-size:16px;line-height:25px;color:#17202c;\u0022\u003EIt works once, within the next 10 minutes.\u003C/p\u003E\n\u003Cp class=\u0022muted\u0022 style=\u0022margin:0;font-size:14px;line-height:22px;color:#566273;\u0022\u003EIf you are not signing in now, ignore this message and tell nobody the code.\u003C/p\u003E\n  \u003C/td\u003E\u003C/tr\u003E\n  \u003C/table\u003E\n\u003C/td\u003E\u003C/tr\u003E\n\u003Ctr\u003E\u003Ctd class=\u0022inside muted\u0022 style=\u0022padding:20px 4px 0 4px;font-size:13px;line-height:20px;color:#566273;\u0022\u003E\n  \n  \n  This message was sent automatically. Replies are not read.\n\u003C/td\u003E\u003C/tr\u003E\n\u003C/table\u003E\n\u003C/td\u003E\u003C/tr\u003E\n\u003C/table\u003E\n\u003C/body\u003E\n\u003C/html\u003E","thread":null}','delivered',1,1795283948911,1795284548852,NULL,NULL,NULL,1795283948911,1795283949367);
INSERT INTO "outbox" VALUES('sign-in-01a1ff43-1c03-73b2-bf30-efa356fb18b4','email','email','luca@example.test',NULL,NULL,'Your sign-in code','{"to":{"address":"luca@example.test","name":"Luca Ferrari"},"subject":"Your sign-in code","text":"Your sign-in code\n\nEnter this code where you are signing in.\n\n    69728957\n\nIt works once, within the next 10 minutes.\nIf you are not signing in now, ignore this message and tell nobody the code.\n\n--\nThis message was sent automatically. Replies are not read.\n","html":"\u003C!doctype html\u003E\n\u003Chtml lang=\u0022en\u0022\u003E\n\u003Chead\u003E\n\u003Cmeta charset=\u0022utf-8\u0022\u003E\n\u003Cmeta name=\u0022viewport\u0022 content=\u0022width=device-width, initial-scale=1\u0022\u003E\n\u003Cmeta name=\u0022color-scheme\u0022 content=\u0022light dark\u0022\u003E\n\u003Cmeta name=\u0022supported-color-schemes\u0022 content=\u0022light dark\u0022\u003E\n\u003Cmeta name=\u0022format-detection\u0022 content=\u0022telephone=no, date=no, address=no, email=no\u0022\u003E\n\u003Ctitle\u003EYour sign-in code\u003C/title\u003E\n\u003Cstyle\u003E\n:root { color-scheme: light dark; supported-color-schemes: light dark; }\n@media (max-width: 520px) {\n  .page { padding: 0 !important; }\n  .card { border-radius: 0 !important; border-left: 0 !important; border-right: 0 !important; }\n  .inside { padding-left: 20px !important; padding-right: 20px !important; }\n  .brand { padding-left: 20px !important; padding-right: 20px !important; padding-top: 18px !important; }\n  .heading { font-size: 22px !important; line-height: 28px !important; }\n  .label { width: 36% !important; padding-right: 12px !important; }\n  .button, .button tbody, .button tr, .button td { display: block !important; width: 100% !important; box-sizing: border-box !important; }\n  .button { margin-right: 0 !important; }\n  .button a { display: block !important; padding-left: 12px !important; padding-right: 12px !important; }\n}\n@media (prefers-color-scheme: dark) {\n  .back { background-color: #10141a !important; }\n  .card { background-color: #1a2029 !important; border-color: #2d3643 !important; }\n  .ink { color: #eef2f7 !important; }\n  .muted { color: #a4b0c0 !important; }\n  .rule { border-color: #2d3643 !important; }\n  .soft { background-color: #232b36 !important; border-color: #3b4757 !important; }\n  .link { color: #8fb4ff !important; }\n  .primary { background-color: #2f66e0 !important; border-color: #2f66e0 !important; }\n  .danger { background-color: #1a2029 !important; border-color: #f08a80 !important; }\n  .danger a { color: #ff9d94 !important; }\n  .neutral { background-color: #1a2029 !important; border-color: #566376 !important; }\n  .neutral a { color: #dce4ee !important; }\n  .badge-info { background-color: #1e3158 !important; color: #a9c6ff !important; }\n  .badge-good { background-color: #143824 !important; color: #86e0ac !important; }\n  .badge-bad { background-color: #46201d !important; color: #ffb0a8 !important; }\n  .badge-attention { background-color: #43320e !important; color: #ffd57a !important; }\n}\n\u003C/style\u003E\n\u003C/head\u003E\n\u003Cbody class=\u0022back\u0022 style=\u0022margin:0;padding:0;background-color:#eef1f5;-webkit-text-size-adjust:100%;\u0022\u003E\n\u003Cdiv style=\u0022display:none;max-height:0;max-width:0;overflow:hidden;opacity:0;font-size:1px;line-height:1px;color:#eef1f5;\u0022\u003E\u0026#847;\u0026zwnj;\u0026nbsp;\u0026#847;\u0026zwnj;\u0026nbsp;\u0026#847;\u0026zwnj;\u0026nbsp;\u0026#847;\u0026zwnj;\u0026nbsp;\u0026#847;\u0026zwnj;\u0026nbsp;\u0026#847;\u0026zwnj;\u0026nbsp;\u0026#847;\u0026zwnj;\u0026nbsp;\u0026#847;\u0026zwnj;\u0026nbsp;\u0026#847;\u0026zwnj;\u0026nbsp;\u0026#847;\u0026zwnj;\u0026nbsp;\u0026#847;\u0026zwnj;\u0026nbsp;\u0026#847;\u0026zwnj;\u0026nbsp;\u003C/div\u003E\n\u003Ctable role=\u0022presentation\u0022 class=\u0022back\u0022 width=\u0022100%\u0022 cellpadding=\u00220\u0022 cellspacing=\u00220\u0022 border=\u00220\u0022 style=\u0022background-color:#eef1f5;\u0022\u003E\n\u003Ctr\u003E\u003Ctd class=\u0022page\u0022 align=\u0022center\u0022 style=\u0022padding:8px 16px 32px 16px;\u0022\u003E\n\u003Ctable role=\u0022presentation\u0022 width=\u0022100%\u0022 cellpadding=\u00220\u0022 cellspacing=\u00220\u0022 border=\u00220\u0022 style=\u0022max-width:600px;font-family:-apple-system,\u0027Segoe UI\u0027,Roboto,\u0027Helvetica Neue\u0027,Arial,sans-serif;\u0022\u003E\n\u003Ctr\u003E\u003Ctd class=\u0022brand\u0022 style=\u0022padding:24px 4px 14px 4px;\u0022\u003E\n  \u003Ctable role=\u0022presentation\u0022 width=\u0022100%\u0022 cellpadding=\u00220\u0022 cellspacing=\u00220\u0022 border=\u00220\u0022\u003E\u003Ctr\u003E\n    \u003Ctd class=\u0022muted\u0022 style=\u0022font-size:14px;line-height:20px;font-weight:600;color:#566273;\u0022\u003EApprovals\u003C/td\u003E\n    \n  \u003C/tr\u003E\u003C/table\u003E\n\u003C/td\u003E\u003C/tr\u003E\n\u003Ctr\u003E\u003Ctd class=\u0022card\u0022 style=\u0022background-color:#ffffff;border:1px solid #dde3ea;border-radius:12px;\u0022\u003E\n  \u003Ctable role=\u0022presentation\u0022 width=\u0022100%\u0022 cellpadding=\u00220\u0022 cellspacing=\u00220\u0022 border=\u00220\u0022\u003E\n  \u003Ctr\u003E\u003Ctd class=\u0022inside\u0022 style=\u0022padding:32px 36px 22px 36px;\u0022\u003E\n\u003Ch1 class=\u0022ink heading\u0022 style=\u0022margin:0 0 12px 0;font-size:24px;line-height:31px;font-weight:700;color:#17202c;\u0022\u003EYour sign-in code\u003C/h1\u003E\n\u003Cp class=\u0022ink\u0022 style=\u0022margin:0 0 16px 0;font-size:16px;line-height:25px;color:#17202c;\u0022\u003EEnter this code where you are signing in.\u003C/p\u003E\n\u003Ctable role=\u0022presentation\u0022 width=\u0022100%\u0022 cellpadding=\u00220\u0022 cellspacing=\u00220\u0022 border=\u00220\u0022 style=\u0022margin:0 0 16px 0;\u0022\u003E\n\u003Ctr\u003E\u003Ctd class=\u0022soft ink\u0022 align=\u0022center\u0022 style=\u0022padding:20px 12px 20px 18px;background-color:#f4f6f9;border:1px solid #dde3ea;border-radius:10px;font-family:Consolas,Menlo,\u0027Liberation Mono\u0027,monospace;font-size:36px;line-height:44px;font-weight:700;letter-spacing:6px;color:#17202c;\u0022\u003E69728957\u003C/td\u003E\u003C/tr\u003E\n\u003C/table\u003E\n\u003Cp class=\u0022ink\u0022 style=\u0022margin:0 0 12px 0;font-size:16px;line-height:25px;color:#17202c;\u0022\u003EIt works once, within the next 10 minutes.\u003C/p\u003E\n\u003Cp class=\u0022muted\u0022 style=\u0022margin:0;font-size:14px;line-height:22px;color:#566273;\u0022\u003EIf you are not signing in now, ignore this message and tell nobody the code.\u003C/p\u003E\n  \u003C/td\u003E\u003C/tr\u003E\n  \u003C/table\u003E\n\u003C/td\u003E\u003C/tr\u003E\n\u003Ctr\u003E\u003Ctd class=\u0022inside muted\u0022 style=\u0022padding:20px 4px 0 4px;font-size:13px;line-height:20px;color:#566273;\u0022\u003E\n  \n  \n  This message was sent automatically. Replies are not read.\n\u003C/td\u003E\u003C/tr\u003E\n\u003C/table\u003E\n\u003C/td\u003E\u003C/tr\u003E\n\u003C/table\u003E\n\u003C/body\u003E\n\u003C/html\u003E","thread":null}','delivered',1,1795283950595,1795284550595,NULL,NULL,NULL,1795283950595,1795283950733);
INSERT INTO "outbox" VALUES('sign-in-01a1ff43-1da3-7365-93e9-7760a567c3e1','email','email','marco@example.test',NULL,NULL,'Your sign-in code','{"to":{"address":"marco@example.test","name":"Marco Rossi"},"subject":"Your sign-in code","text":"Your sign-in code\n\nEnter this code where you are signing in.\n\n    77003196\n\nIt works once, within the next 10 minutes.\nIf you are not signing in now, ignore this message and tell nobody the code.\n\n--\nThis message was sent automatically. Replies are not read.\n","html":"\u003C!doctype html\u003E\n\u003Chtml lang=\u0022en\u0022\u003E\n\u003Chead\u003E\n\u003Cmeta charset=\u0022utf-8\u0022\u003E\n\u003Cmeta name=\u0022viewport\u0022 content=\u0022width=device-width, initial-scale=1\u0022\u003E\n\u003Cmeta name=\u0022color-scheme\u0022 content=\u0022light dark\u0022\u003E\n\u003Cmeta name=\u0022supported-color-schemes\u0022 content=\u0022light dark\u0022\u003E\n\u003Cmeta name=\u0022format-detection\u0022 content=\u0022telephone=no, date=no, address=no, email=no\u0022\u003E\n\u003Ctitle\u003EYour sign-in code\u003C/title\u003E\n\u003Cstyle\u003E\n:root { color-scheme: light dark; supported-color-schemes: light dark; }\n@media (max-width: 520px) {\n  .page { padding: 0 !important; }\n  .card { border-radius: 0 !important; border-left: 0 !important; border-right: 0 !important; }\n  .inside { padding-left: 20px !important; padding-right: 20px !important; }\n  .brand { padding-left: 20px !important; padding-right: 20px !important; padding-top: 18px !important; }\n  .heading { font-size: 22px !important; line-height: 28px !important; }\n  .label { width: 36% !important; padding-right: 12px !important; }\n  .button, .button tbody, .button tr, .button td { display: block !important; width: 100% !important; box-sizing: border-box !important; }\n  .button { margin-right: 0 !important; }\n  .button a { display: block !important; padding-left: 12px !important; padding-right: 12px !important; }\n}\n@media (prefers-color-scheme: dark) {\n  .back { background-color: #10141a !important; }\n  .card { background-color: #1a2029 !important; border-color: #2d3643 !important; }\n  .ink { color: #eef2f7 !important; }\n  .muted { color: #a4b0c0 !important; }\n  .rule { border-color: #2d3643 !important; }\n  .soft { background-color: #232b36 !important; border-color: #3b4757 !important; }\n  .link { color: #8fb4ff !important; }\n  .primary { background-color: #2f66e0 !important; border-color: #2f66e0 !important; }\n  .danger { background-color: #1a2029 !important; border-color: #f08a80 !important; }\n  .danger a { color: #ff9d94 !important; }\n  .neutral { background-color: #1a2029 !important; border-color: #566376 !important; }\n  .neutral a { color: #dce4ee !important; }\n  .badge-info { background-color: #1e3158 !important; color: #a9c6ff !important; }\n  .badge-good { background-color: #143824 !important; color: #86e0ac !important; }\n  .badge-bad { background-color: #46201d !important; color: #ffb0a8 !important; }\n  .badge-attention { background-color: #43320e !important; color: #ffd57a !important; }\n}\n\u003C/style\u003E\n\u003C/head\u003E\n\u003Cbody class=\u0022back\u0022 style=\u0022margin:0;padding:0;background-color:#eef1f5;-webkit-text-size-adjust:100%;\u0022\u003E\n\u003Cdiv style=\u0022display:none;max-height:0;max-width:0;overflow:hidden;opacity:0;font-size:1px;line-height:1px;color:#eef1f5;\u0022\u003E\u0026#847;\u0026zwnj;\u0026nbsp;\u0026#847;\u0026zwnj;\u0026nbsp;\u0026#847;\u0026zwnj;\u0026nbsp;\u0026#847;\u0026zwnj;\u0026nbsp;\u0026#847;\u0026zwnj;\u0026nbsp;\u0026#847;\u0026zwnj;\u0026nbsp;\u0026#847;\u0026zwnj;\u0026nbsp;\u0026#847;\u0026zwnj;\u0026nbsp;\u0026#847;\u0026zwnj;\u0026nbsp;\u0026#847;\u0026zwnj;\u0026nbsp;\u0026#847;\u0026zwnj;\u0026nbsp;\u0026#847;\u0026zwnj;\u0026nbsp;\u003C/div\u003E\n\u003Ctable role=\u0022presentation\u0022 class=\u0022back\u0022 width=\u0022100%\u0022 cellpadding=\u00220\u0022 cellspacing=\u00220\u0022 border=\u00220\u0022 style=\u0022background-color:#eef1f5;\u0022\u003E\n\u003Ctr\u003E\u003Ctd class=\u0022page\u0022 align=\u0022center\u0022 style=\u0022padding:8px 16px 32px 16px;\u0022\u003E\n\u003Ctable role=\u0022presentation\u0022 width=\u0022100%\u0022 cellpadding=\u00220\u0022 cellspacing=\u00220\u0022 border=\u00220\u0022 style=\u0022max-width:600px;font-family:-apple-system,\u0027Segoe UI\u0027,Roboto,\u0027Helvetica Neue\u0027,Arial,sans-serif;\u0022\u003E\n\u003Ctr\u003E\u003Ctd class=\u0022brand\u0022 style=\u0022padding:24px 4px 14px 4px;\u0022\u003E\n  \u003Ctable role=\u0022presentation\u0022 width=\u0022100%\u0022 cellpadding=\u00220\u0022 cellspacing=\u00220\u0022 border=\u00220\u0022\u003E\u003Ctr\u003E\n    \u003Ctd class=\u0022muted\u0022 style=\u0022font-size:14px;line-height:20px;font-weight:600;color:#566273;\u0022\u003EApprovals\u003C/td\u003E\n    \n  \u003C/tr\u003E\u003C/table\u003E\n\u003C/td\u003E\u003C/tr\u003E\n\u003Ctr\u003E\u003Ctd class=\u0022card\u0022 style=\u0022background-color:#ffffff;border:1px solid #dde3ea;border-radius:12px;\u0022\u003E\n  \u003Ctable role=\u0022presentation\u0022 width=\u0022100%\u0022 cellpadding=\u00220\u0022 cellspacing=\u00220\u0022 border=\u00220\u0022\u003E\n  \u003Ctr\u003E\u003Ctd class=\u0022inside\u0022 style=\u0022padding:32px 36px 22px 36px;\u0022\u003E\n\u003Ch1 class=\u0022ink heading\u0022 style=\u0022margin:0 0 12px 0;font-size:24px;line-height:31px;font-weight:700;color:#17202c;\u0022\u003EYour sign-in code\u003C/h1\u003E\n\u003Cp class=\u0022ink\u0022 style=\u0022margin:0 0 16px 0;font-size:16px;line-height:25px;color:#17202c;\u0022\u003EEnter this code where you are signing in.\u003C/p\u003E\n\u003Ctable role=\u0022presentation\u0022 width=\u0022100%\u0022 cellpadding=\u00220\u0022 cellspacing=\u00220\u0022 border=\u00220\u0022 style=\u0022margin:0 0 16px 0;\u0022\u003E\n\u003Ctr\u003E\u003Ctd class=\u0022soft ink\u0022 align=\u0022center\u0022 style=\u0022padding:20px 12px 20px 18px;background-color:#f4f6f9;border:1px solid #dde3ea;border-radius:10px;font-family:Consolas,Menlo,\u0027Liberation Mono\u0027,monospace;font-size:36px;line-height:44px;font-weight:700;letter-spacing:6px;color:#17202c;\u0022\u003E77003196\u003C/td\u003E\u003C/tr\u003E\n\u003C/table\u003E\n\u003Cp class=\u0022ink\u0022 style=\u0022margin:0 0 12px 0;font-size:16px;line-height:25px;color:#17202c;\u0022\u003EIt works once, within the next 10 minutes.\u003C/p\u003E\n\u003Cp class=\u0022muted\u0022 style=\u0022margin:0;font-size:14px;line-height:22px;color:#566273;\u0022\u003EIf you are not signing in now, ignore this message and tell nobody the code.\u003C/p\u003E\n  \u003C/td\u003E\u003C/tr\u003E\n  \u003C/table\u003E\n\u003C/td\u003E\u003C/tr\u003E\n\u003Ctr\u003E\u003Ctd class=\u0022inside muted\u0022 style=\u0022padding:20px 4px 0 4px;font-size:13px;line-height:20px;color:#566273;\u0022\u003E\n  \n  \n  This message was sent automatically. Replies are not read.\n\u003C/td\u003E\u003C/tr\u003E\n\u003C/table\u003E\n\u003C/td\u003E\u003C/tr\u003E\n\u003C/table\u003E\n\u003C/body\u003E\n\u003C/html\u003E","thread":null}','delivered',1,1795283951011,1795284551011,NULL,NULL,NULL,1795283951011,1795283951111);
INSERT INTO "outbox" VALUES('task-01a1ff43-2645-72c1-8e69-a7884ac662b5-marco','email','email','marco@example.test','01a1ff43-2104-72be-bf05-8f13f75d8ed7','01a1ff43-2645-72c1-8e69-a7884ac662b5','[LV-2026-00001] Emma Larsen asks for 2 working days of annual leave: please decide','{"to":{"address":"marco@example.test","name":"Marco Rossi"},"subject":"[LV-2026-00001] Emma Larsen asks for 2 working days of annual leave: please decide","text":"[Your decision]\nEmma Larsen asks for 2 working days of annual leave\n\nEmma Larsen has 20 days of annual leave left before this request.\n\nRequested by: Emma Larsen\nType of leave: Annual leave\nFirst day: Wednesday, 2 December 2026\nLast day: Thursday, 3 December 2026\nReason: Skiing\n\nApprove: http://workflows.example.test/a/PKQ_kqzOL4pOmgr4Aqt9vAeK7aeDYd5l02HYm-JpTLw?choice=Approve\nReject: http://workflows.example.test/a/PKQ_kqzOL4pOmgr4Aqt9vAeK7aeDYd5l02HYm-JpTLw?choice=Reject\n\nYou can decide until Monday, 7 December 2026, 09:00.\n\nA button opens a page where you look once more and confirm. Nothing is decided before that. The buttons are for you alone: whoever has this message can use them.\n\n--\nYou get this because Emma Larsen reports to you.\nRequest LV-2026-00001\nThis message was sent automatically. Replies are not read.\n","html":"\u003C!doctype html\u003E\n\u003Chtml lang=\u0022en\u0022\u003E\n\u003Chead\u003E\n\u003Cmeta charset=\u0022utf-8\u0022\u003E\n\u003Cmeta name=\u0022viewport\u0022 content=\u0022width=device-width, initial-scale=1\u0022\u003E\n\u003Cmeta name=\u0022color-scheme\u0022 content=\u0022light dark\u0022\u003E\n\u003Cmeta name=\u0022supported-color-schemes\u0022 content=\u0022light dark\u0022\u003E\n\u003Cmeta name=\u0022format-detection\u0022 content=\u0022telephone=no, date=no, address=no, email=no\u0022\u003E\n\u003Ctitle\u003E[LV-2026-00001] Emma Larsen asks for 2 working days of annual leave: please decide\u003C/title\u003E\n\u003Cstyle\u003E\n:root { color-scheme: light dark; supported-color-schemes: light dark; }\n@media (max-width: 520px) {\n  .page { padding: 0 !important; }\n  .card { border-radius: 0 !important; border-left: 0 !important; border-right: 0 !important; }\n  .inside { padding-left: 20px !important; padding-right: 20px !important; }\n  .brand { padding-left: 20px !important; padding-right: 20px !important; padding-top: 18px !important; }\n  .heading { font-size: 22px !important; line-height: 28px !important; }\n  .label { width: 36% !important; padding-right: 12px !important; }\n  .button, .button tbody, .button tr, .button td { display: block !important; width: 100% !important; box-sizing: border-box !important; }\n  .button { margin-right: 0 !important; }\n  .button a { display: block !important; padding-left: 12px !important; padding-right: 12px !important; }\n}\n@media (prefers-color-scheme: dark) {\n  .back { background-color: #10141a !important; }\n  .card { background-color: #1a2029 !important; border-color: #2d3643 !important; }\n  .ink { color: #eef2f7 !important; }\n  .muted { color: #a4b0c0 !important; }\n  .rule { border-color: #2d3643 !important; }\n  .soft { background-color: #232b36 !important; border-color: #3b4757 !important; }\n  .link { color: #8fb4ff !important; }\n  .primary { background-color: #2f66e0 !important; border-color: #2f66e0 !important; }\n  .danger { background-color: #1a2029 !important; border-color: #f08a80 !important; }\n  .danger a { color: #ff9d94 !important; }\n  .neutral { background-color: #1a2029 !important; border-color: #566376 !important; }\n  .neutral a { color: #dce4ee !important; }\n  .badge-info { background-color: #1e3158 !important; color: #a9c6ff !important; }\n  .badge-good { background-color: #143824 !important; color: #86e0ac !important; }\n  .badge-bad { background-color: #46201d !important; color: #ffb0a8 !important; }\n  .badge-attention { background-color: #43320e !important; color: #ffd57a !important; }\n}\n\u003C/style\u003E\n\u003C/head\u003E\n\u003Cbody class=\u0022back\u0022 style=\u0022margin:0;padding:0;background-color:#eef1f5;-webkit-text-size-adjust:100%;\u0022\u003E\n\u003Cdiv style=\u0022display:none;max-height:0;max-width:0;overflow:hidden;opacity:0;font-size:1px;line-height:1px;color:#eef1f5;\u0022\u003EEmma Larsen has 20 days of annual leave left before this request.\u0026#847;\u0026zwnj;\u0026nbsp;\u0026#847;\u0026zwnj;\u0026nbsp;\u0026#847;\u0026zwnj;\u0026nbsp;\u0026#847;\u0026zwnj;\u0026nbsp;\u0026#847;\u0026zwnj;\u0026nbsp;\u0026#847;\u0026zwnj;\u0026nbsp;\u0026#847;\u0026zwnj;\u0026nbsp;\u0026#847;\u0026zwnj;\u0026nbsp;\u0026#847;\u0026zwnj;\u0026nbsp;\u0026#847;\u0026zwnj;\u0026nbsp;\u0026#847;\u0026zwnj;\u0026nbsp;\u0026#847;\u0026zwnj;\u0026nbsp;\u003C/div\u003E\n\u003Ctable role=\u0022presentation\u0022 class=\u0022back\u0022 width=\u0022100%\u0022 cellpadding=\u00220\u0022 cellspacing=\u00220\u0022 border=\u00220\u0022 style=\u0022background-color:#eef1f5;\u0022\u003E\n\u003Ctr\u003E\u003Ctd class=\u0022page\u0022 align=\u0022center\u0022 style=\u0022padding:8px 16px 32px 16px;\u0022\u003E\n\u003Ctable role=\u0022presentation\u0022 width=\u0022100%\u0022 cellpadding=\u00220\u0022 cellspacing=\u00220\u0022 border=\u00220\u0022 style=\u0022max-width:600px;font-family:-apple-system,\u0027Segoe UI\u0027,Roboto,\u0027Helvetica Neue\u0027,Arial,sans-serif;\u0022\u003E\n\u003Ctr\u003E\u003Ctd class=\u0022brand\u0022 style=\u0022padding:24px 4px 14px 4px;\u0022\u003E\n  \u003Ctable role=\u0022presentation\u0022 width=\u0022100%\u0022 cellpadding=\u00220\u0022 cellspacing=\u00220\u0022 border=\u00220\u0022\u003E\u003Ctr\u003E\n    \u003Ctd class=\u0022muted\u0022 style=\u0022font-size:14px;line-height:20px;font-weight:600;color:#566273;\u0022\u003EApprovals\u003C/td\u003E\n    \u003Ctd class=\u0022muted\u0022 align=\u0022right\u0022 style=\u0022font-size:13px;line-height:20px;color:#566273;white-space:nowrap;\u0022\u003ELV-2026-00001\u003C/td\u003E\n  \u003C/tr\u003E\u003C/table\u003E\n\u003C/td\u003E\u003C/tr\u003E\n\u003Ctr\u003E\u003Ctd class=\u0022card\u0022 style=\u0022background-color:#ffffff;border:1px solid #dde3ea;border-radius:12px;\u0022\u003E\n  \u003Ctable role=\u0022presentation\u0022 width=\u0022100%\u0022 cellpadding=\u00220\u0022 cellspacing=\u00220\u0022 border=\u00220\u0022\u003E\n  \u003Ctr\u003E\u003Ctd class=\u0022inside\u0022 style=\u0022padding:32px 36px 22px 36px;\u0022\u003E\n\u003Cp style=\u0022margin:0 0 12px 0;\u0022\u003E\u003Cspan class=\u0022badge-info\u0022 style=\u0022display:inline-block;padding:3px 10px;border-radius:999px;font-size:13px;line-height:18px;font-weight:600;background-color:#e3ecfd;color:#1c4aa8;\u0022\u003EYour decision\u003C/span\u003E\u003C/p\u003E\n\u003Ch1 class=\u0022ink heading\u0022 style=\u0022margin:0 0 12px 0;font-size:24px;line-height:31px;font-weight:700;color:#17202c;\u0022\u003EEmma Larsen asks for 2 working days of annual leave\u003C/h1\u003E\n\u003Cp class=\u0022ink\u0022 style=\u0022margin:0 0 12px 0;font-size:16px;line-height:25px;color:#17202c;\u0022\u003EEmma Larsen has 20 days of annual leave left before this request.\u003C/p\u003E\n\n\u003Ctable width=\u0022100%\u0022 cellpadding=\u00220\u0022 cellspacing=\u00220\u0022 border=\u00220\u0022 style=\u0022margin:20px 0 8px 0;border-collapse:collapse;\u0022\u003E\n\u003Ctr\u003E\n\u003Cth class=\u0022muted rule label\u0022 align=\u0022left\u0022 valign=\u0022top\u0022 scope=\u0022row\u0022 style=\u0022width:34%;padding:9px 16px 9px 0;border-top:1px solid #e4e9ef;font-size:14px;line-height:22px;font-weight:400;text-align:left;color:#566273;\u0022\u003ERequested by\u003C/th\u003E\n\u003Ctd class=\u0022ink rule value\u0022 valign=\u0022top\u0022 style=\u0022padding:9px 0 9px 0;border-top:1px solid #e4e9ef;font-size:15px;line-height:22px;font-weight:600;color:#17202c;word-break:break-word;\u0022\u003EEmma Larsen\u003C/td\u003E\n\u003C/tr\u003E\n\u003Ctr\u003E\n\u003Cth class=\u0022muted rule label\u0022 align=\u0022left\u0022 valign=\u0022top\u0022 scope=\u0022row\u0022 style=\u0022width:34%;padding:9px 16px 9px 0;border-top:1px solid #e4e9ef;font-size:14px;line-height:22px;font-weight:400;text-align:left;color:#566273;\u0022\u003EType of leave\u003C/th\u003E\n\u003Ctd class=\u0022ink rule value\u0022 valign=\u0022top\u0022 style=\u0022padding:9px 0 9px 0;border-top:1px solid #e4e9ef;font-size:15px;line-height:22px;font-weight:600;color:#17202c;word-break:break-word;\u0022\u003EAnnual leave\u003C/td\u003E\n\u003C/tr\u003E\n\u003Ctr\u003E\n\u003Cth class=\u0022muted rule label\u0022 align=\u0022left\u0022 valign=\u0022top\u0022 scope=\u0022row\u0022 style=\u0022width:34%;padding:9px 16px 9px 0;border-top:1px solid #e4e9ef;font-size:14px;line-height:22px;font-weight:400;text-align:left;color:#566273;\u0022\u003EFirst day\u003C/th\u003E\n\u003Ctd class=\u0022ink rule value\u0022 valign=\u0022top\u0022 style=\u0022padding:9px 0 9px 0;border-top:1px solid #e4e9ef;font-size:15px;line-height:22px;font-weight:600;color:#17202c;word-break:break-word;\u0022\u003EWednesday, 2 December 2026\u003C/td\u003E\n\u003C/tr\u003E\n\u003Ctr\u003E\n\u003Cth class=\u0022muted rule label\u0022 align=\u0022left\u0022 valign=\u0022top\u0022 scope=\u0022row\u0022 style=\u0022width:34%;padding:9px 16px 9px 0;border-top:1px solid #e4e9ef;font-size:14px;line-height:22px;font-weight:400;text-align:left;color:#566273;\u0022\u003ELast day\u003C/th\u003E\n\u003Ctd class=\u0022ink rule value\u0022 valign=\u0022top\u0022 style=\u0022padding:9px 0 9px 0;border-top:1px solid #e4e9ef;font-size:15px;line-height:22px;font-weight:600;color:#17202c;word-break:break-word;\u0022\u003EThursday, 3 December 2026\u003C/td\u003E\n\u003C/tr\u003E\n\u003Ctr\u003E\n\u003Cth class=\u0022muted rule label\u0022 align=\u0022left\u0022 valign=\u0022top\u0022 scope=\u0022row\u0022 style=\u0022width:34%;padding:9px 16px 9px 0;border-top:1px solid #e4e9ef;font-size:14px;line-height:22px;font-weight:400;text-align:left;color:#566273;\u0022\u003EReason\u003C/th\u003E\n\u003Ctd class=\u0022ink rule value\u0022 valign=\u0022top\u0022 style=\u0022padding:9px 0 9px 0;border-top:1px solid #e4e9ef;font-size:15px;line-height:22px;font-weight:600;color:#17202c;word-break:break-word;\u0022\u003ESkiing\u003C/td\u003E\n\u003C/tr\u003E\n\u003C/table\u003E\n\u003Cdiv style=\u0022margin:20px 0 4px 0;font-size:0;\u0022\u003E\n\u003Ctable role=\u0022presentation\u0022 class=\u0022button\u0022 cellpadding=\u00220\u0022 cellspacing=\u00220\u0022 border=\u00220\u0022 style=\u0022display:inline-block;margin:0 12px 12px 0;border-collapse:separate;vertical-align:top;\u0022\u003E\u003Ctr\u003E\n\u003Ctd class=\u0022primary\u0022 align=\u0022center\u0022 bgcolor=\u0022#1f56c5\u0022 style=\u0022background-color:#1f56c5;border:2px solid #1f56c5;border-radius:10px;\u0022\u003E\u003Ca href=\u0022http://workflows.example.test/a/PKQ_kqzOL4pOmgr4Aqt9vAeK7aeDYd5l02HYm-JpTLw?choice\u0026#x3D;Approve\u0022 target=\u0022_blank\u0022 style=\u0022display:inline-block;padding:13px 30px 13px 30px;font-size:17px;line-height:22px;font-weight:700;color:#ffffff;text-decoration:none;\u0022\u003EApprove\u003C/a\u003E\u003C/td\u003E\n\n\u003C/tr\u003E\u003C/table\u003E\n\u003Ctable role=\u0022presentation\u0022 class=\u0022button\u0022 cellpadding=\u00220\u0022 cellspacing=\u00220\u0022 border=\u00220\u0022 style=\u0022display:inline-block;margin:0 12px 12px 0;border-collapse:separate;vertical-align:top;\u0022\u003E\u003Ctr\u003E\n\n\u003Ctd class=\u0022danger\u0022 align=\u0022center\u0022 bgcolor=\u0022#ffffff\u0022 style=\u0022background-color:#ffffff;border:2px solid #c0392b;border-radius:10px;\u0022\u003E\u003Ca href=\u0022http://workflows.example.test/a/PKQ_kqzOL4pOmgr4Aqt9vAeK7aeDYd5l02HYm-JpTLw?choice\u0026#x3D;Reject\u0022 target=\u0022_blank\u0022 style=\u0022display:inline-block;padding:13px 30px 13px 30px;font-size:17px;line-height:22px;font-weight:700;color:#b02a1e;text-decoration:none;\u0022\u003EReject\u003C/a\u003E\u003C/td\u003E\n\n\u003C/tr\u003E\u003C/table\u003E\n\u003C/div\u003E\n\u003Cp class=\u0022muted\u0022 style=\u0022margin:4px 0 0 0;font-size:14px;line-height:22px;color:#566273;\u0022\u003EYou can decide until Monday, 7 December 2026, 09:00.\u003C/p\u003E\u003Cp class=\u0022muted\u0022 style=\u0022margin:8px 0 0 0;font-size:14px;line-height:22px;color:#566273;\u0022\u003EA button opens a page where you look once more and confirm. Nothing is decided before that. The buttons are for you alone: whoever has this message can use them.\u003C/p\u003E\n  \u003C/td\u003E\u003C/tr\u003E\n  \u003C/table\u003E\n\u003C/td\u003E\u003C/tr\u003E\n\u003Ctr\u003E\u003Ctd class=\u0022inside muted\u0022 style=\u0022padding:20px 4px 0 4px;font-size:13px;line-height:20px;color:#566273;\u0022\u003E\n  You get this because Emma Larsen reports to you.\u003Cbr\u003E\n  \n  This message was sent automatically. Replies are not read.\n\u003C/td\u003E\u003C/tr\u003E\n\u003C/table\u003E\n\u003C/td\u003E\u003C/tr\u003E\n\u003C/table\u003E\n\u003C/body\u003E\n\u003C/html\u003E","thread":"LV-2026-00001"}','delivered',1,1795283954686,1796630400000,NULL,NULL,NULL,1795283954686,1795283955239);
INSERT INTO "outbox" VALUES('task-01a1ff43-2f8e-77d3-964c-3e0ea4226a46-marco','email','email','marco@example.test','01a1ff43-2f8c-7830-ab68-289b87c148ea','01a1ff43-2f8e-77d3-964c-3e0ea4226a46','[LV-2026-00002] Luca Ferrari asks for 2 working days of annual leave: please decide','{"to":{"address":"marco@example.test","name":"Marco Rossi"},"subject":"[LV-2026-00002] Luca Ferrari asks for 2 working days of annual leave: please decide","text":"[Your decision]\nLuca Ferrari asks for 2 working days of annual leave\n\nLuca Ferrari has 20 days of annual leave left before this request.\n\nRequested by: Luca Ferrari\nType of leave: Annual leave\nFirst day: Wednesday, 9 December 2026\nLast day: Thursday, 10 December 2026\nReason: Skiing\n\nApprove: http://workflows.example.test/a/W2aD3wUiQzQnTU2eesmG3AFmz3UhBlgYqvTo66ASKmE?choice=Approve\nReject: http://workflows.example.test/a/W2aD3wUiQzQnTU2eesmG3AFmz3UhBlgYqvTo66ASKmE?choice=Reject\n\nYou can decide until Monday, 7 December 2026, 09:00.\n\nA button opens a page where you look once more and confirm. Nothing is decided before that. The buttons are for you alone: whoever has this message can use them.\n\n--\nYou get this because Luca Ferrari reports to you.\nRequest LV-2026-00002\nThis message was sent automatically. Replies are not read.\n","html":"\u003C!doctype html\u003E\n\u003Chtml lang=\u0022en\u0022\u003E\n\u003Chead\u003E\n\u003Cmeta charset=\u0022utf-8\u0022\u003E\n\u003Cmeta name=\u0022viewport\u0022 content=\u0022width=device-width, initial-scale=1\u0022\u003E\n\u003Cmeta name=\u0022color-scheme\u0022 content=\u0022light dark\u0022\u003E\n\u003Cmeta name=\u0022supported-color-schemes\u0022 content=\u0022light dark\u0022\u003E\n\u003Cmeta name=\u0022format-detection\u0022 content=\u0022telephone=no, date=no, address=no, email=no\u0022\u003E\n\u003Ctitle\u003E[LV-2026-00002] Luca Ferrari asks for 2 working days of annual leave: please decide\u003C/title\u003E\n\u003Cstyle\u003E\n:root { color-scheme: light dark; supported-color-schemes: light dark; }\n@media (max-width: 520px) {\n  .page { padding: 0 !important; }\n  .card { border-radius: 0 !important; border-left: 0 !important; border-right: 0 !important; }\n  .inside { padding-left: 20px !important; padding-right: 20px !important; }\n  .brand { padding-left: 20px !important; padding-right: 20px !important; padding-top: 18px !important; }\n  .heading { font-size: 22px !important; line-height: 28px !important; }\n  .label { width: 36% !important; padding-right: 12px !important; }\n  .button, .button tbody, .button tr, .button td { display: block !important; width: 100% !important; box-sizing: border-box !important; }\n  .button { margin-right: 0 !important; }\n  .button a { display: block !important; padding-left: 12px !important; padding-right: 12px !important; }\n}\n@media (prefers-color-scheme: dark) {\n  .back { background-color: #10141a !important; }\n  .card { background-color: #1a2029 !important; border-color: #2d3643 !important; }\n  .ink { color: #eef2f7 !important; }\n  .muted { color: #a4b0c0 !important; }\n  .rule { border-color: #2d3643 !important; }\n  .soft { background-color: #232b36 !important; border-color: #3b4757 !important; }\n  .link { color: #8fb4ff !important; }\n  .primary { background-color: #2f66e0 !important; border-color: #2f66e0 !important; }\n  .danger { background-color: #1a2029 !important; border-color: #f08a80 !important; }\n  .danger a { color: #ff9d94 !important; }\n  .neutral { background-color: #1a2029 !important; border-color: #566376 !important; }\n  .neutral a { color: #dce4ee !important; }\n  .badge-info { background-color: #1e3158 !important; color: #a9c6ff !important; }\n  .badge-good { background-color: #143824 !important; color: #86e0ac !important; }\n  .badge-bad { background-color: #46201d !important; color: #ffb0a8 !important; }\n  .badge-attention { background-color: #43320e !important; color: #ffd57a !important; }\n}\n\u003C/style\u003E\n\u003C/head\u003E\n\u003Cbody class=\u0022back\u0022 style=\u0022margin:0;padding:0;background-color:#eef1f5;-webkit-text-size-adjust:100%;\u0022\u003E\n\u003Cdiv style=\u0022display:none;max-height:0;max-width:0;overflow:hidden;opacity:0;font-size:1px;line-height:1px;color:#eef1f5;\u0022\u003ELuca Ferrari has 20 days of annual leave left before this request.\u0026#847;\u0026zwnj;\u0026nbsp;\u0026#847;\u0026zwnj;\u0026nbsp;\u0026#847;\u0026zwnj;\u0026nbsp;\u0026#847;\u0026zwnj;\u0026nbsp;\u0026#847;\u0026zwnj;\u0026nbsp;\u0026#847;\u0026zwnj;\u0026nbsp;\u0026#847;\u0026zwnj;\u0026nbsp;\u0026#847;\u0026zwnj;\u0026nbsp;\u0026#847;\u0026zwnj;\u0026nbsp;\u0026#847;\u0026zwnj;\u0026nbsp;\u0026#847;\u0026zwnj;\u0026nbsp;\u0026#847;\u0026zwnj;\u0026nbsp;\u003C/div\u003E\n\u003Ctable role=\u0022presentation\u0022 class=\u0022back\u0022 width=\u0022100%\u0022 cellpadding=\u00220\u0022 cellspacing=\u00220\u0022 border=\u00220\u0022 style=\u0022background-color:#eef1f5;\u0022\u003E\n\u003Ctr\u003E\u003Ctd class=\u0022page\u0022 align=\u0022center\u0022 style=\u0022padding:8px 16px 32px 16px;\u0022\u003E\n\u003Ctable role=\u0022presentation\u0022 width=\u0022100%\u0022 cellpadding=\u00220\u0022 cellspacing=\u00220\u0022 border=\u00220\u0022 style=\u0022max-width:600px;font-family:-apple-system,\u0027Segoe UI\u0027,Roboto,\u0027Helvetica Neue\u0027,Arial,sans-serif;\u0022\u003E\n\u003Ctr\u003E\u003Ctd class=\u0022brand\u0022 style=\u0022padding:24px 4px 14px 4px;\u0022\u003E\n  \u003Ctable role=\u0022presentation\u0022 width=\u0022100%\u0022 cellpadding=\u00220\u0022 cellspacing=\u00220\u0022 border=\u00220\u0022\u003E\u003Ctr\u003E\n    \u003Ctd class=\u0022muted\u0022 style=\u0022font-size:14px;line-height:20px;font-weight:600;color:#566273;\u0022\u003EApprovals\u003C/td\u003E\n    \u003Ctd class=\u0022muted\u0022 align=\u0022right\u0022 style=\u0022font-size:13px;line-height:20px;color:#566273;white-space:nowrap;\u0022\u003ELV-2026-00002\u003C/td\u003E\n  \u003C/tr\u003E\u003C/table\u003E\n\u003C/td\u003E\u003C/tr\u003E\n\u003Ctr\u003E\u003Ctd class=\u0022card\u0022 style=\u0022background-color:#ffffff;border:1px solid #dde3ea;border-radius:12px;\u0022\u003E\n  \u003Ctable role=\u0022presentation\u0022 width=\u0022100%\u0022 cellpadding=\u00220\u0022 cellspacing=\u00220\u0022 border=\u00220\u0022\u003E\n  \u003Ctr\u003E\u003Ctd class=\u0022inside\u0022 style=\u0022padding:32px 36px 22px 36px;\u0022\u003E\n\u003Cp style=\u0022margin:0 0 12px 0;\u0022\u003E\u003Cspan class=\u0022badge-info\u0022 style=\u0022display:inline-block;padding:3px 10px;border-radius:999px;font-size:13px;line-height:18px;font-weight:600;background-color:#e3ecfd;color:#1c4aa8;\u0022\u003EYour decision\u003C/span\u003E\u003C/p\u003E\n\u003Ch1 class=\u0022ink heading\u0022 style=\u0022margin:0 0 12px 0;font-size:24px;line-height:31px;font-weight:700;color:#17202c;\u0022\u003ELuca Ferrari asks for 2 working days of annual leave\u003C/h1\u003E\n\u003Cp class=\u0022ink\u0022 style=\u0022margin:0 0 12px 0;font-size:16px;line-height:25px;color:#17202c;\u0022\u003ELuca Ferrari has 20 days of annual leave left before this request.\u003C/p\u003E\n\n\u003Ctable width=\u0022100%\u0022 cellpadding=\u00220\u0022 cellspacing=\u00220\u0022 border=\u00220\u0022 style=\u0022margin:20px 0 8px 0;border-collapse:collapse;\u0022\u003E\n\u003Ctr\u003E\n\u003Cth class=\u0022muted rule label\u0022 align=\u0022left\u0022 valign=\u0022top\u0022 scope=\u0022row\u0022 style=\u0022width:34%;padding:9px 16px 9px 0;border-top:1px solid #e4e9ef;font-size:14px;line-height:22px;font-weight:400;text-align:left;color:#566273;\u0022\u003ERequested by\u003C/th\u003E\n\u003Ctd class=\u0022ink rule value\u0022 valign=\u0022top\u0022 style=\u0022padding:9px 0 9px 0;border-top:1px solid #e4e9ef;font-size:15px;line-height:22px;font-weight:600;color:#17202c;word-break:break-word;\u0022\u003ELuca Ferrari\u003C/td\u003E\n\u003C/tr\u003E\n\u003Ctr\u003E\n\u003Cth class=\u0022muted rule label\u0022 align=\u0022left\u0022 valign=\u0022top\u0022 scope=\u0022row\u0022 style=\u0022width:34%;padding:9px 16px 9px 0;border-top:1px solid #e4e9ef;font-size:14px;line-height:22px;font-weight:400;text-align:left;color:#566273;\u0022\u003EType of leave\u003C/th\u003E\n\u003Ctd class=\u0022ink rule value\u0022 valign=\u0022top\u0022 style=\u0022padding:9px 0 9px 0;border-top:1px solid #e4e9ef;font-size:15px;line-height:22px;font-weight:600;color:#17202c;word-break:break-word;\u0022\u003EAnnual leave\u003C/td\u003E\n\u003C/tr\u003E\n\u003Ctr\u003E\n\u003Cth class=\u0022muted rule label\u0022 align=\u0022left\u0022 valign=\u0022top\u0022 scope=\u0022row\u0022 style=\u0022width:34%;padding:9px 16px 9px 0;border-top:1px solid #e4e9ef;font-size:14px;line-height:22px;font-weight:400;text-align:left;color:#566273;\u0022\u003EFirst day\u003C/th\u003E\n\u003Ctd class=\u0022ink rule value\u0022 valign=\u0022top\u0022 style=\u0022padding:9px 0 9px 0;border-top:1px solid #e4e9ef;font-size:15px;line-height:22px;font-weight:600;color:#17202c;word-break:break-word;\u0022\u003EWednesday, 9 December 2026\u003C/td\u003E\n\u003C/tr\u003E\n\u003Ctr\u003E\n\u003Cth class=\u0022muted rule label\u0022 align=\u0022left\u0022 valign=\u0022top\u0022 scope=\u0022row\u0022 style=\u0022width:34%;padding:9px 16px 9px 0;border-top:1px solid #e4e9ef;font-size:14px;line-height:22px;font-weight:400;text-align:left;color:#566273;\u0022\u003ELast day\u003C/th\u003E\n\u003Ctd class=\u0022ink rule value\u0022 valign=\u0022top\u0022 style=\u0022padding:9px 0 9px 0;border-top:1px solid #e4e9ef;font-size:15px;line-height:22px;font-weight:600;color:#17202c;word-break:break-word;\u0022\u003EThursday, 10 December 2026\u003C/td\u003E\n\u003C/tr\u003E\n\u003Ctr\u003E\n\u003Cth class=\u0022muted rule label\u0022 align=\u0022left\u0022 valign=\u0022top\u0022 scope=\u0022row\u0022 style=\u0022width:34%;padding:9px 16px 9px 0;border-top:1px solid #e4e9ef;font-size:14px;line-height:22px;font-weight:400;text-align:left;color:#566273;\u0022\u003EReason\u003C/th\u003E\n\u003Ctd class=\u0022ink rule value\u0022 valign=\u0022top\u0022 style=\u0022padding:9px 0 9px 0;border-top:1px solid #e4e9ef;font-size:15px;line-height:22px;font-weight:600;color:#17202c;word-break:break-word;\u0022\u003ESkiing\u003C/td\u003E\n\u003C/tr\u003E\n\u003C/table\u003E\n\u003Cdiv style=\u0022margin:20px 0 4px 0;font-size:0;\u0022\u003E\n\u003Ctable role=\u0022presentation\u0022 class=\u0022button\u0022 cellpadding=\u00220\u0022 cellspacing=\u00220\u0022 border=\u00220\u0022 style=\u0022display:inline-block;margin:0 12px 12px 0;border-collapse:separate;vertical-align:top;\u0022\u003E\u003Ctr\u003E\n\u003Ctd class=\u0022primary\u0022 align=\u0022center\u0022 bgcolor=\u0022#1f56c5\u0022 style=\u0022background-color:#1f56c5;border:2px solid #1f56c5;border-radius:10px;\u0022\u003E\u003Ca href=\u0022http://workflows.example.test/a/W2aD3wUiQzQnTU2eesmG3AFmz3UhBlgYqvTo66ASKmE?choice\u0026#x3D;Approve\u0022 target=\u0022_blank\u0022 style=\u0022display:inline-block;padding:13px 30px 13px 30px;font-size:17px;line-height:22px;font-weight:700;color:#ffffff;text-decoration:none;\u0022\u003EApprove\u003C/a\u003E\u003C/td\u003E\n\n\u003C/tr\u003E\u003C/table\u003E\n\u003Ctable role=\u0022presentation\u0022 class=\u0022button\u0022 cellpadding=\u00220\u0022 cellspacing=\u00220\u0022 border=\u00220\u0022 style=\u0022display:inline-block;margin:0 12px 12px 0;border-collapse:separate;vertical-align:top;\u0022\u003E\u003Ctr\u003E\n\n\u003Ctd class=\u0022danger\u0022 align=\u0022center\u0022 bgcolor=\u0022#ffffff\u0022 style=\u0022background-color:#ffffff;border:2px solid #c0392b;border-radius:10px;\u0022\u003E\u003Ca href=\u0022http://workflows.example.test/a/W2aD3wUiQzQnTU2eesmG3AFmz3UhBlgYqvTo66ASKmE?choice\u0026#x3D;Reject\u0022 target=\u0022_blank\u0022 style=\u0022display:inline-block;padding:13px 30px 13px 30px;font-size:17px;line-height:22px;font-weight:700;color:#b02a1e;text-decoration:none;\u0022\u003EReject\u003C/a\u003E\u003C/td\u003E\n\n\u003C/tr\u003E\u003C/table\u003E\n\u003C/div\u003E\n\u003Cp class=\u0022muted\u0022 style=\u0022margin:4px 0 0 0;font-size:14px;line-height:22px;color:#566273;\u0022\u003EYou can decide until Monday, 7 December 2026, 09:00.\u003C/p\u003E\u003Cp class=\u0022muted\u0022 style=\u0022margin:8px 0 0 0;font-size:14px;line-height:22px;color:#566273;\u0022\u003EA button opens a page where you look once more and confirm. Nothing is decided before that. The buttons are for you alone: whoever has this message can use them.\u003C/p\u003E\n  \u003C/td\u003E\u003C/tr\u003E\n  \u003C/table\u003E\n\u003C/td\u003E\u003C/tr\u003E\n\u003Ctr\u003E\u003Ctd class=\u0022inside muted\u0022 style=\u0022padding:20px 4px 0 4px;font-size:13px;line-height:20px;color:#566273;\u0022\u003E\n  You get this because Luca Ferrari reports to you.\u003Cbr\u003E\n  \n  This message was sent automatically. Replies are not read.\n\u003C/td\u003E\u003C/tr\u003E\n\u003C/table\u003E\n\u003C/td\u003E\u003C/tr\u003E\n\u003C/table\u003E\n\u003C/body\u003E\n\u003C/html\u003E","thread":"LV-2026-00002"}','delivered',1,1795283955603,1796630400000,NULL,NULL,NULL,1795283955603,1795283955630);
INSERT INTO "outbox" VALUES('task-01a1ff43-3000-77fd-81c6-c0b59299fa4a-marco','email','email','marco@example.test','01a1ff43-2fb1-7cc9-b4b4-70f3af2c4251','01a1ff43-3000-77fd-81c6-c0b59299fa4a','[LV-2026-00003] Luca Ferrari asks for 5 working days of annual leave: please decide','{"to":{"address":"marco@example.test","name":"Marco Rossi"},"subject":"[LV-2026-00003] Luca Ferrari asks for 5 working days of annual leave: please decide","text":"[Your decision]\nLuca Ferrari asks for 5 working days of annual leave\n\nLuca Ferrari has 18 days of annual leave left before this request.\n\nRequested by: Luca Ferrari\nType of leave: Annual leave\nFirst day: Monday, 14 December 2026\nLast day: Friday, 18 December 2026\nReason: Skiing\n\nApprove: http://workflows.example.test/a/oZGZyIATfqpjiwoYny0XdSeZxKAGe_vuBVZvGFTmDRI?choice=Approve\nReject: http://workflows.example.test/a/oZGZyIATfqpjiwoYny0XdSeZxKAGe_vuBVZvGFTmDRI?choice=Reject\n\nYou can decide until Monday, 7 December 2026, 09:00.\n\nA button opens a page where you look once more and confirm. Nothing is decided before that. The buttons are for you alone: whoever has this message can use them.\n\n--\nYou get this because Luca Ferrari reports to you.\nRequest LV-2026-00003\nThis message was sent automatically. Replies are not read.\n","html":"\u003C!doctype html\u003E\n\u003Chtml lang=\u0022en\u0022\u003E\n\u003Chead\u003E\n\u003Cmeta charset=\u0022utf-8\u0022\u003E\n\u003Cmeta name=\u0022viewport\u0022 content=\u0022width=device-width, initial-scale=1\u0022\u003E\n\u003Cmeta name=\u0022color-scheme\u0022 content=\u0022light dark\u0022\u003E\n\u003Cmeta name=\u0022supported-color-schemes\u0022 content=\u0022light dark\u0022\u003E\n\u003Cmeta name=\u0022format-detection\u0022 content=\u0022telephone=no, date=no, address=no, email=no\u0022\u003E\n\u003Ctitle\u003E[LV-2026-00003] Luca Ferrari asks for 5 working days of annual leave: please decide\u003C/title\u003E\n\u003Cstyle\u003E\n:root { color-scheme: light dark; supported-color-schemes: light dark; }\n@media (max-width: 520px) {\n  .page { padding: 0 !important; }\n  .card { border-radius: 0 !important; border-left: 0 !important; border-right: 0 !important; }\n  .inside { padding-left: 20px !important; padding-right: 20px !important; }\n  .brand { padding-left: 20px !important; padding-right: 20px !important; padding-top: 18px !important; }\n  .heading { font-size: 22px !important; line-height: 28px !important; }\n  .label { width: 36% !important; padding-right: 12px !important; }\n  .button, .button tbody, .button tr, .button td { display: block !important; width: 100% !important; box-sizing: border-box !important; }\n  .button { margin-right: 0 !important; }\n  .button a { display: block !important; padding-left: 12px !important; padding-right: 12px !important; }\n}\n@media (prefers-color-scheme: dark) {\n  .back { background-color: #10141a !important; }\n  .card { background-color: #1a2029 !important; border-color: #2d3643 !important; }\n  .ink { color: #eef2f7 !important; }\n  .muted { color: #a4b0c0 !important; }\n  .rule { border-color: #2d3643 !important; }\n  .soft { background-color: #232b36 !important; border-color: #3b4757 !important; }\n  .link { color: #8fb4ff !important; }\n  .primary { background-color: #2f66e0 !important; border-color: #2f66e0 !important; }\n  .danger { background-color: #1a2029 !important; border-color: #f08a80 !important; }\n  .danger a { color: #ff9d94 !important; }\n  .neutral { background-color: #1a2029 !important; border-color: #566376 !important; }\n  .neutral a { color: #dce4ee !important; }\n  .badge-info { background-color: #1e3158 !important; color: #a9c6ff !important; }\n  .badge-good { background-color: #143824 !important; color: #86e0ac !important; }\n  .badge-bad { background-color: #46201d !important; color: #ffb0a8 !important; }\n  .badge-attention { background-color: #43320e !important; color: #ffd57a !important; }\n}\n\u003C/style\u003E\n\u003C/head\u003E\n\u003Cbody class=\u0022back\u0022 style=\u0022margin:0;padding:0;background-color:#eef1f5;-webkit-text-size-adjust:100%;\u0022\u003E\n\u003Cdiv style=\u0022display:none;max-height:0;max-width:0;overflow:hidden;opacity:0;font-size:1px;line-height:1px;color:#eef1f5;\u0022\u003ELuca Ferrari has 18 days of annual leave left before this request.\u0026#847;\u0026zwnj;\u0026nbsp;\u0026#847;\u0026zwnj;\u0026nbsp;\u0026#847;\u0026zwnj;\u0026nbsp;\u0026#847;\u0026zwnj;\u0026nbsp;\u0026#847;\u0026zwnj;\u0026nbsp;\u0026#847;\u0026zwnj;\u0026nbsp;\u0026#847;\u0026zwnj;\u0026nbsp;\u0026#847;\u0026zwnj;\u0026nbsp;\u0026#847;\u0026zwnj;\u0026nbsp;\u0026#847;\u0026zwnj;\u0026nbsp;\u0026#847;\u0026zwnj;\u0026nbsp;\u0026#847;\u0026zwnj;\u0026nbsp;\u003C/div\u003E\n\u003Ctable role=\u0022presentation\u0022 class=\u0022back\u0022 width=\u0022100%\u0022 cellpadding=\u00220\u0022 cellspacing=\u00220\u0022 border=\u00220\u0022 style=\u0022background-color:#eef1f5;\u0022\u003E\n\u003Ctr\u003E\u003Ctd class=\u0022page\u0022 align=\u0022center\u0022 style=\u0022padding:8px 16px 32px 16px;\u0022\u003E\n\u003Ctable role=\u0022presentation\u0022 width=\u0022100%\u0022 cellpadding=\u00220\u0022 cellspacing=\u00220\u0022 border=\u00220\u0022 style=\u0022max-width:600px;font-family:-apple-system,\u0027Segoe UI\u0027,Roboto,\u0027Helvetica Neue\u0027,Arial,sans-serif;\u0022\u003E\n\u003Ctr\u003E\u003Ctd class=\u0022brand\u0022 style=\u0022padding:24px 4px 14px 4px;\u0022\u003E\n  \u003Ctable role=\u0022presentation\u0022 width=\u0022100%\u0022 cellpadding=\u00220\u0022 cellspacing=\u00220\u0022 border=\u00220\u0022\u003E\u003Ctr\u003E\n    \u003Ctd class=\u0022muted\u0022 style=\u0022font-size:14px;line-height:20px;font-weight:600;color:#566273;\u0022\u003EApprovals\u003C/td\u003E\n    \u003Ctd class=\u0022muted\u0022 align=\u0022right\u0022 style=\u0022font-size:13px;line-height:20px;color:#566273;white-space:nowrap;\u0022\u003ELV-2026-00003\u003C/td\u003E\n  \u003C/tr\u003E\u003C/table\u003E\n\u003C/td\u003E\u003C/tr\u003E\n\u003Ctr\u003E\u003Ctd class=\u0022card\u0022 style=\u0022background-color:#ffffff;border:1px solid #dde3ea;border-radius:12px;\u0022\u003E\n  \u003Ctable role=\u0022presentation\u0022 width=\u0022100%\u0022 cellpadding=\u00220\u0022 cellspacing=\u00220\u0022 border=\u00220\u0022\u003E\n  \u003Ctr\u003E\u003Ctd class=\u0022inside\u0022 style=\u0022padding:32px 36px 22px 36px;\u0022\u003E\n\u003Cp style=\u0022margin:0 0 12px 0;\u0022\u003E\u003Cspan class=\u0022badge-info\u0022 style=\u0022display:inline-block;padding:3px 10px;border-radius:999px;font-size:13px;line-height:18px;font-weight:600;background-color:#e3ecfd;color:#1c4aa8;\u0022\u003EYour decision\u003C/span\u003E\u003C/p\u003E\n\u003Ch1 class=\u0022ink heading\u0022 style=\u0022margin:0 0 12px 0;font-size:24px;line-height:31px;font-weight:700;color:#17202c;\u0022\u003ELuca Ferrari asks for 5 working days of annual leave\u003C/h1\u003E\n\u003Cp class=\u0022ink\u0022 style=\u0022margin:0 0 12px 0;font-size:16px;line-height:25px;color:#17202c;\u0022\u003ELuca Ferrari has 18 days of annual leave left before this request.\u003C/p\u003E\n\n\u003Ctable width=\u0022100%\u0022 cellpadding=\u00220\u0022 cellspacing=\u00220\u0022 border=\u00220\u0022 style=\u0022margin:20px 0 8px 0;border-collapse:collapse;\u0022\u003E\n\u003Ctr\u003E\n\u003Cth class=\u0022muted rule label\u0022 align=\u0022left\u0022 valign=\u0022top\u0022 scope=\u0022row\u0022 style=\u0022width:34%;padding:9px 16px 9px 0;border-top:1px solid #e4e9ef;font-size:14px;line-height:22px;font-weight:400;text-align:left;color:#566273;\u0022\u003ERequested by\u003C/th\u003E\n\u003Ctd class=\u0022ink rule value\u0022 valign=\u0022top\u0022 style=\u0022padding:9px 0 9px 0;border-top:1px solid #e4e9ef;font-size:15px;line-height:22px;font-weight:600;color:#17202c;word-break:break-word;\u0022\u003ELuca Ferrari\u003C/td\u003E\n\u003C/tr\u003E\n\u003Ctr\u003E\n\u003Cth class=\u0022muted rule label\u0022 align=\u0022left\u0022 valign=\u0022top\u0022 scope=\u0022row\u0022 style=\u0022width:34%;padding:9px 16px 9px 0;border-top:1px solid #e4e9ef;font-size:14px;line-height:22px;font-weight:400;text-align:left;color:#566273;\u0022\u003EType of leave\u003C/th\u003E\n\u003Ctd class=\u0022ink rule value\u0022 valign=\u0022top\u0022 style=\u0022padding:9px 0 9px 0;border-top:1px solid #e4e9ef;font-size:15px;line-height:22px;font-weight:600;color:#17202c;word-break:break-word;\u0022\u003EAnnual leave\u003C/td\u003E\n\u003C/tr\u003E\n\u003Ctr\u003E\n\u003Cth class=\u0022muted rule label\u0022 align=\u0022left\u0022 valign=\u0022top\u0022 scope=\u0022row\u0022 style=\u0022width:34%;padding:9px 16px 9px 0;border-top:1px solid #e4e9ef;font-size:14px;line-height:22px;font-weight:400;text-align:left;color:#566273;\u0022\u003EFirst day\u003C/th\u003E\n\u003Ctd class=\u0022ink rule value\u0022 valign=\u0022top\u0022 style=\u0022padding:9px 0 9px 0;border-top:1px solid #e4e9ef;font-size:15px;line-height:22px;font-weight:600;color:#17202c;word-break:break-word;\u0022\u003EMonday, 14 December 2026\u003C/td\u003E\n\u003C/tr\u003E\n\u003Ctr\u003E\n\u003Cth class=\u0022muted rule label\u0022 align=\u0022left\u0022 valign=\u0022top\u0022 scope=\u0022row\u0022 style=\u0022width:34%;padding:9px 16px 9px 0;border-top:1px solid #e4e9ef;font-size:14px;line-height:22px;font-weight:400;text-align:left;color:#566273;\u0022\u003ELast day\u003C/th\u003E\n\u003Ctd class=\u0022ink rule value\u0022 valign=\u0022top\u0022 style=\u0022padding:9px 0 9px 0;border-top:1px solid #e4e9ef;font-size:15px;line-height:22px;font-weight:600;color:#17202c;word-break:break-word;\u0022\u003EFriday, 18 December 2026\u003C/td\u003E\n\u003C/tr\u003E\n\u003Ctr\u003E\n\u003Cth class=\u0022muted rule label\u0022 align=\u0022left\u0022 valign=\u0022top\u0022 scope=\u0022row\u0022 style=\u0022width:34%;padding:9px 16px 9px 0;border-top:1px solid #e4e9ef;font-size:14px;line-height:22px;font-weight:400;text-align:left;color:#566273;\u0022\u003EReason\u003C/th\u003E\n\u003Ctd class=\u0022ink rule value\u0022 valign=\u0022top\u0022 style=\u0022padding:9px 0 9px 0;border-top:1px solid #e4e9ef;font-size:15px;line-height:22px;font-weight:600;color:#17202c;word-break:break-word;\u0022\u003ESkiing\u003C/td\u003E\n\u003C/tr\u003E\n\u003C/table\u003E\n\u003Cdiv style=\u0022margin:20px 0 4px 0;font-size:0;\u0022\u003E\n\u003Ctable role=\u0022presentation\u0022 class=\u0022button\u0022 cellpadding=\u00220\u0022 cellspacing=\u00220\u0022 border=\u00220\u0022 style=\u0022display:inline-block;margin:0 12px 12px 0;border-collapse:separate;vertical-align:top;\u0022\u003E\u003Ctr\u003E\n\u003Ctd class=\u0022primary\u0022 align=\u0022center\u0022 bgcolor=\u0022#1f56c5\u0022 style=\u0022background-color:#1f56c5;border:2px solid #1f56c5;border-radius:10px;\u0022\u003E\u003Ca href=\u0022http://workflows.example.test/a/oZGZyIATfqpjiwoYny0XdSeZxKAGe_vuBVZvGFTmDRI?choice\u0026#x3D;Approve\u0022 target=\u0022_blank\u0022 style=\u0022display:inline-block;padding:13px 30px 13px 30px;font-size:17px;line-height:22px;font-weight:700;color:#ffffff;text-decoration:none;\u0022\u003EApprove\u003C/a\u003E\u003C/td\u003E\n\n\u003C/tr\u003E\u003C/table\u003E\n\u003Ctable role=\u0022presentation\u0022 class=\u0022button\u0022 cellpadding=\u00220\u0022 cellspacing=\u00220\u0022 border=\u00220\u0022 style=\u0022display:inline-block;margin:0 12px 12px 0;border-collapse:separate;vertical-align:top;\u0022\u003E\u003Ctr\u003E\n\n\u003Ctd class=\u0022danger\u0022 align=\u0022center\u0022 bgcolor=\u0022#ffffff\u0022 style=\u0022background-color:#ffffff;border:2px solid #c0392b;border-radius:10px;\u0022\u003E\u003Ca href=\u0022http://workflows.example.test/a/oZGZyIATfqpjiwoYny0XdSeZxKAGe_vuBVZvGFTmDRI?choice\u0026#x3D;Reject\u0022 target=\u0022_blank\u0022 style=\u0022display:inline-block;padding:13px 30px 13px 30px;font-size:17px;line-height:22px;font-weight:700;color:#b02a1e;text-decoration:none;\u0022\u003EReject\u003C/a\u003E\u003C/td\u003E\n\n\u003C/tr\u003E\u003C/table\u003E\n\u003C/div\u003E\n\u003Cp class=\u0022muted\u0022 style=\u0022margin:4px 0 0 0;font-size:14px;line-height:22px;color:#566273;\u0022\u003EYou can decide until Monday, 7 December 2026, 09:00.\u003C/p\u003E\u003Cp class=\u0022muted\u0022 style=\u0022margin:8px 0 0 0;font-size:14px;line-height:22px;color:#566273;\u0022\u003EA button opens a page where you look once more and confirm. Nothing is decided before that. The buttons are for you alone: whoever has this message can use them.\u003C/p\u003E\n  \u003C/td\u003E\u003C/tr\u003E\n  \u003C/table\u003E\n\u003C/td\u003E\u003C/tr\u003E\n\u003Ctr\u003E\u003Ctd class=\u0022inside muted\u0022 style=\u0022padding:20px 4px 0 4px;font-size:13px;line-height:20px;color:#566273;\u0022\u003E\n  You get this because Luca Ferrari reports to you.\u003Cbr\u003E\n  \n  This message was sent automatically. Replies are not read.\n\u003C/td\u003E\u003C/tr\u003E\n\u003C/table\u003E\n\u003C/td\u003E\u003C/tr\u003E\n\u003C/table\u003E\n\u003C/body\u003E\n\u003C/html\u003E","thread":"LV-2026-00003"}','delivered',1,1795283955731,1796630400000,NULL,NULL,NULL,1795283955731,1795283955840);
INSERT INTO "outbox" VALUES('task-01a1ff43-33e1-7ad7-8636-5bc7f851b08f-hana','email','email','hana@example.test','01a1ff43-2fb1-7cc9-b4b4-70f3af2c4251','01a1ff43-33e1-7ad7-8636-5bc7f851b08f','[LV-2026-00003] Luca Ferrari asks for 5 working days of annual leave: please decide','{"to":{"address":"hana@example.test","name":"Hana Novak"},"subject":"[LV-2026-00003] Luca Ferrari asks for 5 working days of annual leave: please decide","text":"[Your decision]\nLuca Ferrari asks for 5 working days of annual leave\n\nMarco Rossi has approved it.\n\nRequested by: Luca Ferrari\nType of leave: Annual leave\nFirst day: Monday, 14 December 2026\nLast day: Friday, 18 December 2026\nReason: Skiing\n\nApprove: http://workflows.example.test/a/97CmIGIPyM_IR_FgWHYzbh1NtFy_m9z1O5eyq1d6irE?choice=Approve\nReject: http://workflows.example.test/a/97CmIGIPyM_IR_FgWHYzbh1NtFy_m9z1O5eyq1d6irE?choice=Reject\n\nYou can decide until Monday, 7 December 2026, 09:00.\n\nA button opens a page where you look once more and confirm. Nothing is decided before that. The buttons are for you alone: whoever has this message can use them.\n\n--\nYou get this because you have the role hr.\nRequest LV-2026-00003\nThis message was sent automatically. Replies are not read.\n","html":"\u003C!doctype html\u003E\n\u003Chtml lang=\u0022en\u0022\u003E\n\u003Chead\u003E\n\u003Cmeta charset=\u0022utf-8\u0022\u003E\n\u003Cmeta name=\u0022viewport\u0022 content=\u0022width=device-width, initial-scale=1\u0022\u003E\n\u003Cmeta name=\u0022color-scheme\u0022 content=\u0022light dark\u0022\u003E\n\u003Cmeta name=\u0022supported-color-schemes\u0022 content=\u0022light dark\u0022\u003E\n\u003Cmeta name=\u0022format-detection\u0022 content=\u0022telephone=no, date=no, address=no, email=no\u0022\u003E\n\u003Ctitle\u003E[LV-2026-00003] Luca Ferrari asks for 5 working days of annual leave: please decide\u003C/title\u003E\n\u003Cstyle\u003E\n:root { color-scheme: light dark; supported-color-schemes: light dark; }\n@media (max-width: 520px) {\n  .page { padding: 0 !important; }\n  .card { border-radius: 0 !important; border-left: 0 !important; border-right: 0 !important; }\n  .inside { padding-left: 20px !important; padding-right: 20px !important; }\n  .brand { padding-left: 20px !important; padding-right: 20px !important; padding-top: 18px !important; }\n  .heading { font-size: 22px !important; line-height: 28px !important; }\n  .label { width: 36% !important; padding-right: 12px !important; }\n  .button, .button tbody, .button tr, .button td { display: block !important; width: 100% !important; box-sizing: border-box !important; }\n  .button { margin-right: 0 !important; }\n  .button a { display: block !important; padding-left: 12px !important; padding-right: 12px !important; }\n}\n@media (prefers-color-scheme: dark) {\n  .back { background-color: #10141a !important; }\n  .card { background-color: #1a2029 !important; border-color: #2d3643 !important; }\n  .ink { color: #eef2f7 !important; }\n  .muted { color: #a4b0c0 !important; }\n  .rule { border-color: #2d3643 !important; }\n  .soft { background-color: #232b36 !important; border-color: #3b4757 !important; }\n  .link { color: #8fb4ff !important; }\n  .primary { background-color: #2f66e0 !important; border-color: #2f66e0 !important; }\n  .danger { background-color: #1a2029 !important; border-color: #f08a80 !important; }\n  .danger a { color: #ff9d94 !important; }\n  .neutral { background-color: #1a2029 !important; border-color: #566376 !important; }\n  .neutral a { color: #dce4ee !important; }\n  .badge-info { background-color: #1e3158 !important; color: #a9c6ff !important; }\n  .badge-good { background-color: #143824 !important; color: #86e0ac !important; }\n  .badge-bad { background-color: #46201d !important; color: #ffb0a8 !important; }\n  .badge-attention { background-color: #43320e !important; color: #ffd57a !important; }\n}\n\u003C/style\u003E\n\u003C/head\u003E\n\u003Cbody class=\u0022back\u0022 style=\u0022margin:0;padding:0;background-color:#eef1f5;-webkit-text-size-adjust:100%;\u0022\u003E\n\u003Cdiv style=\u0022display:none;max-height:0;max-width:0;overflow:hidden;opacity:0;font-size:1px;line-height:1px;color:#eef1f5;\u0022\u003EMarco Rossi has approved it.\u0026#847;\u0026zwnj;\u0026nbsp;\u0026#847;\u0026zwnj;\u0026nbsp;\u0026#847;\u0026zwnj;\u0026nbsp;\u0026#847;\u0026zwnj;\u0026nbsp;\u0026#847;\u0026zwnj;\u0026nbsp;\u0026#847;\u0026zwnj;\u0026nbsp;\u0026#847;\u0026zwnj;\u0026nbsp;\u0026#847;\u0026zwnj;\u0026nbsp;\u0026#847;\u0026zwnj;\u0026nbsp;\u0026#847;\u0026zwnj;\u0026nbsp;\u0026#847;\u0026zwnj;\u0026nbsp;\u0026#847;\u0026zwnj;\u0026nbsp;\u003C/div\u003E\n\u003Ctable role=\u0022presentation\u0022 class=\u0022back\u0022 width=\u0022100%\u0022 cellpadding=\u00220\u0022 cellspacing=\u00220\u0022 border=\u00220\u0022 style=\u0022background-color:#eef1f5;\u0022\u003E\n\u003Ctr\u003E\u003Ctd class=\u0022page\u0022 align=\u0022center\u0022 style=\u0022padding:8px 16px 32px 16px;\u0022\u003E\n\u003Ctable role=\u0022presentation\u0022 width=\u0022100%\u0022 cellpadding=\u00220\u0022 cellspacing=\u00220\u0022 border=\u00220\u0022 style=\u0022max-width:600px;font-family:-apple-system,\u0027Segoe UI\u0027,Roboto,\u0027Helvetica Neue\u0027,Arial,sans-serif;\u0022\u003E\n\u003Ctr\u003E\u003Ctd class=\u0022brand\u0022 style=\u0022padding:24px 4px 14px 4px;\u0022\u003E\n  \u003Ctable role=\u0022presentation\u0022 width=\u0022100%\u0022 cellpadding=\u00220\u0022 cellspacing=\u00220\u0022 border=\u00220\u0022\u003E\u003Ctr\u003E\n    \u003Ctd class=\u0022muted\u0022 style=\u0022font-size:14px;line-height:20px;font-weight:600;color:#566273;\u0022\u003EApprovals\u003C/td\u003E\n    \u003Ctd class=\u0022muted\u0022 align=\u0022right\u0022 style=\u0022font-size:13px;line-height:20px;color:#566273;white-space:nowrap;\u0022\u003ELV-2026-00003\u003C/td\u003E\n  \u003C/tr\u003E\u003C/table\u003E\n\u003C/td\u003E\u003C/tr\u003E\n\u003Ctr\u003E\u003Ctd class=\u0022card\u0022 style=\u0022background-color:#ffffff;border:1px solid #dde3ea;border-radius:12px;\u0022\u003E\n  \u003Ctable role=\u0022presentation\u0022 width=\u0022100%\u0022 cellpadding=\u00220\u0022 cellspacing=\u00220\u0022 border=\u00220\u0022\u003E\n  \u003Ctr\u003E\u003Ctd class=\u0022inside\u0022 style=\u0022padding:32px 36px 22px 36px;\u0022\u003E\n\u003Cp style=\u0022margin:0 0 12px 0;\u0022\u003E\u003Cspan class=\u0022badge-info\u0022 style=\u0022display:inline-block;padding:3px 10px;border-radius:999px;font-size:13px;line-height:18px;font-weight:600;background-color:#e3ecfd;color:#1c4aa8;\u0022\u003EYour decision\u003C/span\u003E\u003C/p\u003E\n\u003Ch1 class=\u0022ink heading\u0022 style=\u0022margin:0 0 12px 0;font-size:24px;line-height:31px;font-weight:700;color:#17202c;\u0022\u003ELuca Ferrari asks for 5 working days of annual leave\u003C/h1\u003E\n\u003Cp class=\u0022ink\u0022 style=\u0022margin:0 0 12px 0;font-size:16px;line-height:25px;color:#17202c;\u0022\u003EMarco Rossi has approved it.\u003C/p\u003E\n\n\u003Ctable width=\u0022100%\u0022 cellpadding=\u00220\u0022 cellspacing=\u00220\u0022 border=\u00220\u0022 style=\u0022margin:20px 0 8px 0;border-collapse:collapse;\u0022\u003E\n\u003Ctr\u003E\n\u003Cth class=\u0022muted rule label\u0022 align=\u0022left\u0022 valign=\u0022top\u0022 scope=\u0022row\u0022 style=\u0022width:34%;padding:9px 16px 9px 0;border-top:1px solid #e4e9ef;font-size:14px;line-height:22px;font-weight:400;text-align:left;color:#566273;\u0022\u003ERequested by\u003C/th\u003E\n\u003Ctd class=\u0022ink rule value\u0022 valign=\u0022top\u0022 style=\u0022padding:9px 0 9px 0;border-top:1px solid #e4e9ef;font-size:15px;line-height:22px;font-weight:600;color:#17202c;word-break:break-word;\u0022\u003ELuca Ferrari\u003C/td\u003E\n\u003C/tr\u003E\n\u003Ctr\u003E\n\u003Cth class=\u0022muted rule label\u0022 align=\u0022left\u0022 valign=\u0022top\u0022 scope=\u0022row\u0022 style=\u0022width:34%;padding:9px 16px 9px 0;border-top:1px solid #e4e9ef;font-size:14px;line-height:22px;font-weight:400;text-align:left;color:#566273;\u0022\u003EType of leave\u003C/th\u003E\n\u003Ctd class=\u0022ink rule value\u0022 valign=\u0022top\u0022 style=\u0022padding:9px 0 9px 0;border-top:1px solid #e4e9ef;font-size:15px;line-height:22px;font-weight:600;color:#17202c;word-break:break-word;\u0022\u003EAnnual leave\u003C/td\u003E\n\u003C/tr\u003E\n\u003Ctr\u003E\n\u003Cth class=\u0022muted rule label\u0022 align=\u0022left\u0022 valign=\u0022top\u0022 scope=\u0022row\u0022 style=\u0022width:34%;padding:9px 16px 9px 0;border-top:1px solid #e4e9ef;font-size:14px;line-height:22px;font-weight:400;text-align:left;color:#566273;\u0022\u003EFirst day\u003C/th\u003E\n\u003Ctd class=\u0022ink rule value\u0022 valign=\u0022top\u0022 style=\u0022padding:9px 0 9px 0;border-top:1px solid #e4e9ef;font-size:15px;line-height:22px;font-weight:600;color:#17202c;word-break:break-word;\u0022\u003EMonday, 14 December 2026\u003C/td\u003E\n\u003C/tr\u003E\n\u003Ctr\u003E\n\u003Cth class=\u0022muted rule label\u0022 align=\u0022left\u0022 valign=\u0022top\u0022 scope=\u0022row\u0022 style=\u0022width:34%;padding:9px 16px 9px 0;border-top:1px solid #e4e9ef;font-size:14px;line-height:22px;font-weight:400;text-align:left;color:#566273;\u0022\u003ELast day\u003C/th\u003E\n\u003Ctd class=\u0022ink rule value\u0022 valign=\u0022top\u0022 style=\u0022padding:9px 0 9px 0;border-top:1px solid #e4e9ef;font-size:15px;line-height:22px;font-weight:600;color:#17202c;word-break:break-word;\u0022\u003EFriday, 18 December 2026\u003C/td\u003E\n\u003C/tr\u003E\n\u003Ctr\u003E\n\u003Cth class=\u0022muted rule label\u0022 align=\u0022left\u0022 valign=\u0022top\u0022 scope=\u0022row\u0022 style=\u0022width:34%;padding:9px 16px 9px 0;border-top:1px solid #e4e9ef;font-size:14px;line-height:22px;font-weight:400;text-align:left;color:#566273;\u0022\u003EReason\u003C/th\u003E\n\u003Ctd class=\u0022ink rule value\u0022 valign=\u0022top\u0022 style=\u0022padding:9px 0 9px 0;border-top:1px solid #e4e9ef;font-size:15px;line-height:22px;font-weight:600;color:#17202c;word-break:break-word;\u0022\u003ESkiing\u003C/td\u003E\n\u003C/tr\u003E\n\u003C/table\u003E\n\u003Cdiv style=\u0022margin:20px 0 4px 0;font-size:0;\u0022\u003E\n\u003Ctable role=\u0022presentation\u0022 class=\u0022button\u0022 cellpadding=\u00220\u0022 cellspacing=\u00220\u0022 border=\u00220\u0022 style=\u0022display:inline-block;margin:0 12px 12px 0;border-collapse:separate;vertical-align:top;\u0022\u003E\u003Ctr\u003E\n\u003Ctd class=\u0022primary\u0022 align=\u0022center\u0022 bgcolor=\u0022#1f56c5\u0022 style=\u0022background-color:#1f56c5;border:2px solid #1f56c5;border-radius:10px;\u0022\u003E\u003Ca href=\u0022http://workflows.example.test/a/97CmIGIPyM_IR_FgWHYzbh1NtFy_m9z1O5eyq1d6irE?choice\u0026#x3D;Approve\u0022 target=\u0022_blank\u0022 style=\u0022display:inline-block;padding:13px 30px 13px 30px;font-size:17px;line-height:22px;font-weight:700;color:#ffffff;text-decoration:none;\u0022\u003EApprove\u003C/a\u003E\u003C/td\u003E\n\n\u003C/tr\u003E\u003C/table\u003E\n\u003Ctable role=\u0022presentation\u0022 class=\u0022button\u0022 cellpadding=\u00220\u0022 cellspacing=\u00220\u0022 border=\u00220\u0022 style=\u0022display:inline-block;margin:0 12px 12px 0;border-collapse:separate;vertical-align:top;\u0022\u003E\u003Ctr\u003E\n\n\u003Ctd class=\u0022danger\u0022 align=\u0022center\u0022 bgcolor=\u0022#ffffff\u0022 style=\u0022background-color:#ffffff;border:2px solid #c0392b;border-radius:10px;\u0022\u003E\u003Ca href=\u0022http://workflows.example.test/a/97CmIGIPyM_IR_FgWHYzbh1NtFy_m9z1O5eyq1d6irE?choice\u0026#x3D;Reject\u0022 target=\u0022_blank\u0022 style=\u0022display:inline-block;padding:13px 30px 13px 30px;font-size:17px;line-height:22px;font-weight:700;color:#b02a1e;text-decoration:none;\u0022\u003EReject\u003C/a\u003E\u003C/td\u003E\n\n\u003C/tr\u003E\u003C/table\u003E\n\u003C/div\u003E\n\u003Cp class=\u0022muted\u0022 style=\u0022margin:4px 0 0 0;font-size:14px;line-height:22px;color:#566273;\u0022\u003EYou can decide until Monday, 7 December 2026, 09:00.\u003C/p\u003E\u003Cp class=\u0022muted\u0022 style=\u0022margin:8px 0 0 0;font-size:14px;line-height:22px;color:#566273;\u0022\u003EA button opens a page where you look once more and confirm. Nothing is decided before that. The buttons are for you alone: whoever has this message can use them.\u003C/p\u003E\n  \u003C/td\u003E\u003C/tr\u003E\n  \u003C/table\u003E\n\u003C/td\u003E\u003C/tr\u003E\n\u003Ctr\u003E\u003Ctd class=\u0022inside muted\u0022 style=\u0022padding:20px 4px 0 4px;font-size:13px;line-height:20px;color:#566273;\u0022\u003E\n  You get this because you have the role hr.\u003Cbr\u003E\n  \n  This message was sent automatically. Replies are not read.\n\u003C/td\u003E\u003C/tr\u003E\n\u003C/table\u003E\n\u003C/td\u003E\u003C/tr\u003E\n\u003C/table\u003E\n\u003C/body\u003E\n\u003C/html\u003E","thread":"LV-2026-00003"}','delivered',1,1795283956840,1796630400000,NULL,NULL,NULL,1795283956840,1795283956893);
INSERT INTO "outbox" VALUES('task-01a1ff43-34e9-7b49-8bc6-985b8356a663-pat@partner.test','email','email','pat@partner.test','01a1ff43-3499-737e-98c2-416b79751c7f','01a1ff43-34e9-7b49-8bc6-985b8356a663','[OU-2026-00001] Will you be our partner?: please decide','{"to":{"address":"pat@partner.test","name":null},"subject":"[OU-2026-00001] Will you be our partner?: please decide","text":"[Your decision]\nWill you be our partner?\n\nRequested by: Emma Larsen\nemail: pat@partner.test\nlasts: 10:00:00\n\nAccept: http://workflows.example.test/a/amB_d3SCKLLJBt0ISuq_yf57zVt0ZGxMIHQw8ZFeV3U?choice=Accept\nDecline: http://workflows.example.test/a/amB_d3SCKLLJBt0ISuq_yf57zVt0ZGxMIHQw8ZFeV3U?choice=Decline\n\nYou can decide until Sunday, 22 November 2026, 04:59.\n\nA button opens a page where you look once more and confirm. Nothing is decided before that. The buttons are for you alone: whoever has this message can use them.\n\n--\nYou get this because Emma Larsen asked for your answer.\nRequest OU-2026-00001\nThis message was sent automatically. Replies are not read.\n","html":"\u003C!doctype html\u003E\n\u003Chtml lang=\u0022en\u0022\u003E\n\u003Chead\u003E\n\u003Cmeta charset=\u0022utf-8\u0022\u003E\n\u003Cmeta name=\u0022viewport\u0022 content=\u0022width=device-width, initial-scale=1\u0022\u003E\n\u003Cmeta name=\u0022color-scheme\u0022 content=\u0022light dark\u0022\u003E\n\u003Cmeta name=\u0022supported-color-schemes\u0022 content=\u0022light dark\u0022\u003E\n\u003Cmeta name=\u0022format-detection\u0022 content=\u0022telephone=no, date=no, address=no, email=no\u0022\u003E\n\u003Ctitle\u003E[OU-2026-00001] Will you be our partner?: please decide\u003C/title\u003E\n\u003Cstyle\u003E\n:root { color-scheme: light dark; supported-color-schemes: light dark; }\n@media (max-width: 520px) {\n  .page { padding: 0 !important; }\n  .card { border-radius: 0 !important; border-left: 0 !important; border-right: 0 !important; }\n  .inside { padding-left: 20px !important; padding-right: 20px !important; }\n  .brand { padding-left: 20px !important; padding-right: 20px !important; padding-top: 18px !important; }\n  .heading { font-size: 22px !important; line-height: 28px !important; }\n  .label { width: 36% !important; padding-right: 12px !important; }\n  .button, .button tbody, .button tr, .button td { display: block !important; width: 100% !important; box-sizing: border-box !important; }\n  .button { margin-right: 0 !important; }\n  .button a { display: block !important; padding-left: 12px !important; padding-right: 12px !important; }\n}\n@media (prefers-color-scheme: dark) {\n  .back { background-color: #10141a !important; }\n  .card { background-color: #1a2029 !important; border-color: #2d3643 !important; }\n  .ink { color: #eef2f7 !important; }\n  .muted { color: #a4b0c0 !important; }\n  .rule { border-color: #2d3643 !important; }\n  .soft { background-color: #232b36 !important; border-color: #3b4757 !important; }\n  .link { color: #8fb4ff !important; }\n  .primary { background-color: #2f66e0 !important; border-color: #2f66e0 !important; }\n  .danger { background-color: #1a2029 !important; border-color: #f08a80 !important; }\n  .danger a { color: #ff9d94 !important; }\n  .neutral { background-color: #1a2029 !important; border-color: #566376 !important; }\n  .neutral a { color: #dce4ee !important; }\n  .badge-info { background-color: #1e3158 !important; color: #a9c6ff !important; }\n  .badge-good { background-color: #143824 !important; color: #86e0ac !important; }\n  .badge-bad { background-color: #46201d !important; color: #ffb0a8 !important; }\n  .badge-attention { background-color: #43320e !important; color: #ffd57a !important; }\n}\n\u003C/style\u003E\n\u003C/head\u003E\n\u003Cbody class=\u0022back\u0022 style=\u0022margin:0;padding:0;background-color:#eef1f5;-webkit-text-size-adjust:100%;\u0022\u003E\n\u003Cdiv style=\u0022display:none;max-height:0;max-width:0;overflow:hidden;opacity:0;font-size:1px;line-height:1px;color:#eef1f5;\u0022\u003E\u0026#847;\u0026zwnj;\u0026nbsp;\u0026#847;\u0026zwnj;\u0026nbsp;\u0026#847;\u0026zwnj;\u0026nbsp;\u0026#847;\u0026zwnj;\u0026nbsp;\u0026#847;\u0026zwnj;\u0026nbsp;\u0026#847;\u0026zwnj;\u0026nbsp;\u0026#847;\u0026zwnj;\u0026nbsp;\u0026#847;\u0026zwnj;\u0026nbsp;\u0026#847;\u0026zwnj;\u0026nbsp;\u0026#847;\u0026zwnj;\u0026nbsp;\u0026#847;\u0026zwnj;\u0026nbsp;\u0026#847;\u0026zwnj;\u0026nbsp;\u003C/div\u003E\n\u003Ctable role=\u0022presentation\u0022 class=\u0022back\u0022 width=\u0022100%\u0022 cellpadding=\u00220\u0022 cellspacing=\u00220\u0022 border=\u00220\u0022 style=\u0022background-color:#eef1f5;\u0022\u003E\n\u003Ctr\u003E\u003Ctd class=\u0022page\u0022 align=\u0022center\u0022 style=\u0022padding:8px 16px 32px 16px;\u0022\u003E\n\u003Ctable role=\u0022presentation\u0022 width=\u0022100%\u0022 cellpadding=\u00220\u0022 cellspacing=\u00220\u0022 border=\u00220\u0022 style=\u0022max-width:600px;font-family:-apple-system,\u0027Segoe UI\u0027,Roboto,\u0027Helvetica Neue\u0027,Arial,sans-serif;\u0022\u003E\n\u003Ctr\u003E\u003Ctd class=\u0022brand\u0022 style=\u0022padding:24px 4px 14px 4px;\u0022\u003E\n  \u003Ctable role=\u0022presentation\u0022 width=\u0022100%\u0022 cellpadding=\u00220\u0022 cellspacing=\u00220\u0022 border=\u00220\u0022\u003E\u003Ctr\u003E\n    \u003Ctd class=\u0022muted\u0022 style=\u0022font-size:14px;line-height:20px;font-weight:600;color:#566273;\u0022\u003EApprovals\u003C/td\u003E\n    \u003Ctd class=\u0022muted\u0022 align=\u0022right\u0022 style=\u0022font-size:13px;line-height:20px;color:#566273;white-space:nowrap;\u0022\u003EOU-2026-00001\u003C/td\u003E\n  \u003C/tr\u003E\u003C/table\u003E\n\u003C/td\u003E\u003C/tr\u003E\n\u003Ctr\u003E\u003Ctd class=\u0022card\u0022 style=\u0022background-color:#ffffff;border:1px solid #dde3ea;border-radius:12px;\u0022\u003E\n  \u003Ctable role=\u0022presentation\u0022 width=\u0022100%\u0022 cellpadding=\u00220\u0022 cellspacing=\u00220\u0022 border=\u00220\u0022\u003E\n  \u003Ctr\u003E\u003Ctd class=\u0022inside\u0022 style=\u0022padding:32px 36px 22px 36px;\u0022\u003E\n\u003Cp style=\u0022margin:0 0 12px 0;\u0022\u003E\u003Cspan class=\u0022badge-info\u0022 style=\u0022display:inline-block;padding:3px 10px;border-radius:999px;font-size:13px;line-height:18px;font-weight:600;background-color:#e3ecfd;color:#1c4aa8;\u0022\u003EYour decision\u003C/span\u003E\u003C/p\u003E\n\u003Ch1 class=\u0022ink heading\u0022 style=\u0022margin:0 0 12px 0;font-size:24px;line-height:31px;font-weight:700;color:#17202c;\u0022\u003EWill you be our partner?\u003C/h1\u003E\n\n\u003Ctable width=\u0022100%\u0022 cellpadding=\u00220\u0022 cellspacing=\u00220\u0022 border=\u00220\u0022 style=\u0022margin:20px 0 8px 0;border-collapse:collapse;\u0022\u003E\n\u003Ctr\u003E\n\u003Cth class=\u0022muted rule label\u0022 align=\u0022left\u0022 valign=\u0022top\u0022 scope=\u0022row\u0022 style=\u0022width:34%;padding:9px 16px 9px 0;border-top:1px solid #e4e9ef;font-size:14px;line-height:22px;font-weight:400;text-align:left;color:#566273;\u0022\u003ERequested by\u003C/th\u003E\n\u003Ctd class=\u0022ink rule value\u0022 valign=\u0022top\u0022 style=\u0022padding:9px 0 9px 0;border-top:1px solid #e4e9ef;font-size:15px;line-height:22px;font-weight:600;color:#17202c;word-break:break-word;\u0022\u003EEmma Larsen\u003C/td\u003E\n\u003C/tr\u003E\n\u003Ctr\u003E\n\u003Cth class=\u0022muted rule label\u0022 align=\u0022left\u0022 valign=\u0022top\u0022 scope=\u0022row\u0022 style=\u0022width:34%;padding:9px 16px 9px 0;border-top:1px solid #e4e9ef;font-size:14px;line-height:22px;font-weight:400;text-align:left;color:#566273;\u0022\u003Eemail\u003C/th\u003E\n\u003Ctd class=\u0022ink rule value\u0022 valign=\u0022top\u0022 style=\u0022padding:9px 0 9px 0;border-top:1px solid #e4e9ef;font-size:15px;line-height:22px;font-weight:600;color:#17202c;word-break:break-word;\u0022\u003Epat@partner.test\u003C/td\u003E\n\u003C/tr\u003E\n\u003Ctr\u003E\n\u003Cth class=\u0022muted rule label\u0022 align=\u0022left\u0022 valign=\u0022top\u0022 scope=\u0022row\u0022 style=\u0022width:34%;padding:9px 16px 9px 0;border-top:1px solid #e4e9ef;font-size:14px;line-height:22px;font-weight:400;text-align:left;color:#566273;\u0022\u003Elasts\u003C/th\u003E\n\u003Ctd class=\u0022ink rule value\u0022 valign=\u0022top\u0022 style=\u0022padding:9px 0 9px 0;border-top:1px solid #e4e9ef;font-size:15px;line-height:22px;font-weight:600;color:#17202c;word-break:break-word;\u0022\u003E10:00:00\u003C/td\u003E\n\u003C/tr\u003E\n\u003C/table\u003E\n\u003Cdiv style=\u0022margin:20px 0 4px 0;font-size:0;\u0022\u003E\n\u003Ctable role=\u0022presentation\u0022 class=\u0022button\u0022 cellpadding=\u00220\u0022 cellspacing=\u00220\u0022 border=\u00220\u0022 style=\u0022display:inline-block;margin:0 12px 12px 0;border-collapse:separate;vertical-align:top;\u0022\u003E\u003Ctr\u003E\n\u003Ctd class=\u0022neutral\u0022 align=\u0022center\u0022 bgcolor=\u0022#ffffff\u0022 style=\u0022background-color:#ffffff;border:2px solid #b4bfcc;border-radius:10px;\u0022\u003E\u003Ca href=\u0022http://workflows.example.test/a/amB_d3SCKLLJBt0ISuq_yf57zVt0ZGxMIHQw8ZFeV3U?choice\u0026#x3D;Accept\u0022 target=\u0022_blank\u0022 style=\u0022display:inline-block;padding:13px 30px 13px 30px;font-size:17px;line-height:22px;font-weight:700;color:#2a3646;text-decoration:none;\u0022\u003EAccept\u003C/a\u003E\u003C/td\u003E\n\n\u003C/tr\u003E\u003C/table\u003E\n\u003Ctable role=\u0022presentation\u0022 class=\u0022button\u0022 cellpadding=\u00220\u0022 cellspacing=\u00220\u0022 border=\u00220\u0022 style=\u0022display:inline-block;margin:0 12px 12px 0;border-collapse:separate;vertical-align:top;\u0022\u003E\u003Ctr\u003E\n\u003Ctd class=\u0022neutral\u0022 align=\u0022center\u0022 bgcolor=\u0022#ffffff\u0022 style=\u0022background-color:#ffffff;border:2px solid #b4bfcc;border-radius:10px;\u0022\u003E\u003Ca href=\u0022http://workflows.example.test/a/amB_d3SCKLLJBt0ISuq_yf57zVt0ZGxMIHQw8ZFeV3U?choice\u0026#x3D;Decline\u0022 target=\u0022_blank\u0022 style=\u0022display:inline-block;padding:13px 30px 13px 30px;font-size:17px;line-height:22px;font-weight:700;color:#2a3646;text-decoration:none;\u0022\u003EDecline\u003C/a\u003E\u003C/td\u003E\n\n\u003C/tr\u003E\u003C/table\u003E\n\u003C/div\u003E\n\u003Cp class=\u0022muted\u0022 style=\u0022margin:4px 0 0 0;font-size:14px;line-height:22px;color:#566273;\u0022\u003EYou can decide until Sunday, 22 November 2026, 04:59.\u003C/p\u003E\u003Cp class=\u0022muted\u0022 style=\u0022margin:8px 0 0 0;font-size:14px;line-height:22px;color:#566273;\u0022\u003EA button opens a page where you look once more and confirm. Nothing is decided before that. The buttons are for you alone: whoever has this message can use them.\u003C/p\u003E\n  \u003C/td\u003E\u003C/tr\u003E\n  \u003C/table\u003E\n\u003C/td\u003E\u003C/tr\u003E\n\u003Ctr\u003E\u003Ctd class=\u0022inside muted\u0022 style=\u0022padding:20px 4px 0 4px;font-size:13px;line-height:20px;color:#566273;\u0022\u003E\n  You get this because Emma Larsen asked for your answer.\u003Cbr\u003E\n  \n  This message was sent automatically. Replies are not read.\n\u003C/td\u003E\u003C/tr\u003E\n\u003C/table\u003E\n\u003C/td\u003E\u003C/tr\u003E\n\u003C/table\u003E\n\u003C/body\u003E\n\u003C/html\u003E","thread":"OU-2026-00001"}','delivered',1,1795283957084,1795319956969,NULL,NULL,NULL,1795283957084,1795283957195);
INSERT INTO "outbox" VALUES('reminder-01a1ff43-2f8e-77d3-964c-3e0ea4226a46-marco-1795283971','email','email','marco@example.test','01a1ff43-2f8c-7830-ab68-289b87c148ea','01a1ff43-2f8e-77d3-964c-3e0ea4226a46','[LV-2026-00002] Reminder: Luca Ferrari asks for 2 working days of annual leave','{"to":{"address":"marco@example.test","name":"Marco Rossi"},"subject":"[LV-2026-00002] Reminder: Luca Ferrari asks for 2 working days of annual leave","text":"[Reminder]\nLuca Ferrari asks for 2 working days of annual leave\n\nLuca Ferrari has 20 days of annual leave left before this request.\n\nRequested by: Luca Ferrari\nType of leave: Annual leave\nFirst day: Wednesday, 9 December 2026\nLast day: Thursday, 10 December 2026\nReason: Skiing\n\nApprove: http://workflows.example.test/a/1KNiIePBCOx356yN2py-2ffg-pcp9pQ9FP0uaaw3pLI?choice=Approve\nReject: http://workflows.example.test/a/1KNiIePBCOx356yN2py-2ffg-pcp9pQ9FP0uaaw3pLI?choice=Reject\n\nYou can decide until Monday, 7 December 2026, 09:00.\n\nA button opens a page where you look once more and confirm. Nothing is decided before that. The buttons are for you alone: whoever has this message can use them.\n\n--\nYou get this because Luca Ferrari reports to you.\nRequest LV-2026-00002\nThis message was sent automatically. Replies are not read.\n","html":"\u003C!doctype html\u003E\n\u003Chtml lang=\u0022en\u0022\u003E\n\u003Chead\u003E\n\u003Cmeta charset=\u0022utf-8\u0022\u003E\n\u003Cmeta name=\u0022viewport\u0022 content=\u0022width=device-width, initial-scale=1\u0022\u003E\n\u003Cmeta name=\u0022color-scheme\u0022 content=\u0022light dark\u0022\u003E\n\u003Cmeta name=\u0022supported-color-schemes\u0022 content=\u0022light dark\u0022\u003E\n\u003Cmeta name=\u0022format-detection\u0022 content=\u0022telephone=no, date=no, address=no, email=no\u0022\u003E\n\u003Ctitle\u003E[LV-2026-00002] Reminder: Luca Ferrari asks for 2 working days of annual leave\u003C/title\u003E\n\u003Cstyle\u003E\n:root { color-scheme: light dark; supported-color-schemes: light dark; }\n@media (max-width: 520px) {\n  .page { padding: 0 !important; }\n  .card { border-radius: 0 !important; border-left: 0 !important; border-right: 0 !important; }\n  .inside { padding-left: 20px !important; padding-right: 20px !important; }\n  .brand { padding-left: 20px !important; padding-right: 20px !important; padding-top: 18px !important; }\n  .heading { font-size: 22px !important; line-height: 28px !important; }\n  .label { width: 36% !important; padding-right: 12px !important; }\n  .button, .button tbody, .button tr, .button td { display: block !important; width: 100% !important; box-sizing: border-box !important; }\n  .button { margin-right: 0 !important; }\n  .button a { display: block !important; padding-left: 12px !important; padding-right: 12px !important; }\n}\n@media (prefers-color-scheme: dark) {\n  .back { background-color: #10141a !important; }\n  .card { background-color: #1a2029 !important; border-color: #2d3643 !important; }\n  .ink { color: #eef2f7 !important; }\n  .muted { color: #a4b0c0 !important; }\n  .rule { border-color: #2d3643 !important; }\n  .soft { background-color: #232b36 !important; border-color: #3b4757 !important; }\n  .link { color: #8fb4ff !important; }\n  .primary { background-color: #2f66e0 !important; border-color: #2f66e0 !important; }\n  .danger { background-color: #1a2029 !important; border-color: #f08a80 !important; }\n  .danger a { color: #ff9d94 !important; }\n  .neutral { background-color: #1a2029 !important; border-color: #566376 !important; }\n  .neutral a { color: #dce4ee !important; }\n  .badge-info { background-color: #1e3158 !important; color: #a9c6ff !important; }\n  .badge-good { background-color: #143824 !important; color: #86e0ac !important; }\n  .badge-bad { background-color: #46201d !important; color: #ffb0a8 !important; }\n  .badge-attention { background-color: #43320e !important; color: #ffd57a !important; }\n}\n\u003C/style\u003E\n\u003C/head\u003E\n\u003Cbody class=\u0022back\u0022 style=\u0022margin:0;padding:0;background-color:#eef1f5;-webkit-text-size-adjust:100%;\u0022\u003E\n\u003Cdiv style=\u0022display:none;max-height:0;max-width:0;overflow:hidden;opacity:0;font-size:1px;line-height:1px;color:#eef1f5;\u0022\u003ELuca Ferrari has 20 days of annual leave left before this request.\u0026#847;\u0026zwnj;\u0026nbsp;\u0026#847;\u0026zwnj;\u0026nbsp;\u0026#847;\u0026zwnj;\u0026nbsp;\u0026#847;\u0026zwnj;\u0026nbsp;\u0026#847;\u0026zwnj;\u0026nbsp;\u0026#847;\u0026zwnj;\u0026nbsp;\u0026#847;\u0026zwnj;\u0026nbsp;\u0026#847;\u0026zwnj;\u0026nbsp;\u0026#847;\u0026zwnj;\u0026nbsp;\u0026#847;\u0026zwnj;\u0026nbsp;\u0026#847;\u0026zwnj;\u0026nbsp;\u0026#847;\u0026zwnj;\u0026nbsp;\u003C/div\u003E\n\u003Ctable role=\u0022presentation\u0022 class=\u0022back\u0022 width=\u0022100%\u0022 cellpadding=\u00220\u0022 cellspacing=\u00220\u0022 border=\u00220\u0022 style=\u0022background-color:#eef1f5;\u0022\u003E\n\u003Ctr\u003E\u003Ctd class=\u0022page\u0022 align=\u0022center\u0022 style=\u0022padding:8px 16px 32px 16px;\u0022\u003E\n\u003Ctable role=\u0022presentation\u0022 width=\u0022100%\u0022 cellpadding=\u00220\u0022 cellspacing=\u00220\u0022 border=\u00220\u0022 style=\u0022max-width:600px;font-family:-apple-system,\u0027Segoe UI\u0027,Roboto,\u0027Helvetica Neue\u0027,Arial,sans-serif;\u0022\u003E\n\u003Ctr\u003E\u003Ctd class=\u0022brand\u0022 style=\u0022padding:24px 4px 14px 4px;\u0022\u003E\n  \u003Ctable role=\u0022presentation\u0022 width=\u0022100%\u0022 cellpadding=\u00220\u0022 cellspacing=\u00220\u0022 border=\u00220\u0022\u003E\u003Ctr\u003E\n    \u003Ctd class=\u0022muted\u0022 style=\u0022font-size:14px;line-height:20px;font-weight:600;color:#566273;\u0022\u003EApprovals\u003C/td\u003E\n    \u003Ctd class=\u0022muted\u0022 align=\u0022right\u0022 style=\u0022font-size:13px;line-height:20px;color:#566273;white-space:nowrap;\u0022\u003ELV-2026-00002\u003C/td\u003E\n  \u003C/tr\u003E\u003C/table\u003E\n\u003C/td\u003E\u003C/tr\u003E\n\u003Ctr\u003E\u003Ctd class=\u0022card\u0022 style=\u0022background-color:#ffffff;border:1px solid #dde3ea;border-radius:12px;\u0022\u003E\n  \u003Ctable role=\u0022presentation\u0022 width=\u0022100%\u0022 cellpadding=\u00220\u0022 cellspacing=\u00220\u0022 border=\u00220\u0022\u003E\n  \u003Ctr\u003E\u003Ctd class=\u0022inside\u0022 style=\u0022padding:32px 36px 22px 36px;\u0022\u003E\n\u003Cp style=\u0022margin:0 0 12px 0;\u0022\u003E\u003Cspan class=\u0022badge-attention\u0022 style=\u0022display:inline-block;padding:3px 10px;border-radius:999px;font-size:13px;line-height:18px;font-weight:600;background-color:#fdf0cf;color:#7a4b00;\u0022\u003EReminder\u003C/span\u003E\u003C/p\u003E\n\u003Ch1 class=\u0022ink heading\u0022 style=\u0022margin:0 0 12px 0;font-size:24px;line-height:31px;font-weight:700;color:#17202c;\u0022\u003ELuca Ferrari asks for 2 working days of annual leave\u003C/h1\u003E\n\u003Cp class=\u0022ink\u0022 style=\u0022margin:0 0 12px 0;font-size:16px;line-height:25px;color:#17202c;\u0022\u003ELuca Ferrari has 20 days of annual leave left before this request.\u003C/p\u003E\n\n\u003Ctable width=\u0022100%\u0022 cellpadding=\u00220\u0022 cellspacing=\u00220\u0022 border=\u00220\u0022 style=\u0022margin:20px 0 8px 0;border-collapse:collapse;\u0022\u003E\n\u003Ctr\u003E\n\u003Cth class=\u0022muted rule label\u0022 align=\u0022left\u0022 valign=\u0022top\u0022 scope=\u0022row\u0022 style=\u0022width:34%;padding:9px 16px 9px 0;border-top:1px solid #e4e9ef;font-size:14px;line-height:22px;font-weight:400;text-align:left;color:#566273;\u0022\u003ERequested by\u003C/th\u003E\n\u003Ctd class=\u0022ink rule value\u0022 valign=\u0022top\u0022 style=\u0022padding:9px 0 9px 0;border-top:1px solid #e4e9ef;font-size:15px;line-height:22px;font-weight:600;color:#17202c;word-break:break-word;\u0022\u003ELuca Ferrari\u003C/td\u003E\n\u003C/tr\u003E\n\u003Ctr\u003E\n\u003Cth class=\u0022muted rule label\u0022 align=\u0022left\u0022 valign=\u0022top\u0022 scope=\u0022row\u0022 style=\u0022width:34%;padding:9px 16px 9px 0;border-top:1px solid #e4e9ef;font-size:14px;line-height:22px;font-weight:400;text-align:left;color:#566273;\u0022\u003EType of leave\u003C/th\u003E\n\u003Ctd class=\u0022ink rule value\u0022 valign=\u0022top\u0022 style=\u0022padding:9px 0 9px 0;border-top:1px solid #e4e9ef;font-size:15px;line-height:22px;font-weight:600;color:#17202c;word-break:break-word;\u0022\u003EAnnual leave\u003C/td\u003E\n\u003C/tr\u003E\n\u003Ctr\u003E\n\u003Cth class=\u0022muted rule label\u0022 align=\u0022left\u0022 valign=\u0022top\u0022 scope=\u0022row\u0022 style=\u0022width:34%;padding:9px 16px 9px 0;border-top:1px solid #e4e9ef;font-size:14px;line-height:22px;font-weight:400;text-align:left;color:#566273;\u0022\u003EFirst day\u003C/th\u003E\n\u003Ctd class=\u0022ink rule value\u0022 valign=\u0022top\u0022 style=\u0022padding:9px 0 9px 0;border-top:1px solid #e4e9ef;font-size:15px;line-height:22px;font-weight:600;color:#17202c;word-break:break-word;\u0022\u003EWednesday, 9 December 2026\u003C/td\u003E\n\u003C/tr\u003E\n\u003Ctr\u003E\n\u003Cth class=\u0022muted rule label\u0022 align=\u0022left\u0022 valign=\u0022top\u0022 scope=\u0022row\u0022 style=\u0022width:34%;padding:9px 16px 9px 0;border-top:1px solid #e4e9ef;font-size:14px;line-height:22px;font-weight:400;text-align:left;color:#566273;\u0022\u003ELast day\u003C/th\u003E\n\u003Ctd class=\u0022ink rule value\u0022 valign=\u0022top\u0022 style=\u0022padding:9px 0 9px 0;border-top:1px solid #e4e9ef;font-size:15px;line-height:22px;font-weight:600;color:#17202c;word-break:break-word;\u0022\u003EThursday, 10 December 2026\u003C/td\u003E\n\u003C/tr\u003E\n\u003Ctr\u003E\n\u003Cth class=\u0022muted rule label\u0022 align=\u0022left\u0022 valign=\u0022top\u0022 scope=\u0022row\u0022 style=\u0022width:34%;padding:9px 16px 9px 0;border-top:1px solid #e4e9ef;font-size:14px;line-height:22px;font-weight:400;text-align:left;color:#566273;\u0022\u003EReason\u003C/th\u003E\n\u003Ctd class=\u0022ink rule value\u0022 valign=\u0022top\u0022 style=\u0022padding:9px 0 9px 0;border-top:1px solid #e4e9ef;font-size:15px;line-height:22px;font-weight:600;color:#17202c;word-break:break-word;\u0022\u003ESkiing\u003C/td\u003E\n\u003C/tr\u003E\n\u003C/table\u003E\n\u003Cdiv style=\u0022margin:20px 0 4px 0;font-size:0;\u0022\u003E\n\u003Ctable role=\u0022presentation\u0022 class=\u0022button\u0022 cellpadding=\u00220\u0022 cellspacing=\u00220\u0022 border=\u00220\u0022 style=\u0022display:inline-block;margin:0 12px 12px 0;border-collapse:separate;vertical-align:top;\u0022\u003E\u003Ctr\u003E\n\u003Ctd class=\u0022primary\u0022 align=\u0022center\u0022 bgcolor=\u0022#1f56c5\u0022 style=\u0022background-color:#1f56c5;border:2px solid #1f56c5;border-radius:10px;\u0022\u003E\u003Ca href=\u0022http://workflows.example.test/a/1KNiIePBCOx356yN2py-2ffg-pcp9pQ9FP0uaaw3pLI?choice\u0026#x3D;Approve\u0022 target=\u0022_blank\u0022 style=\u0022display:inline-block;padding:13px 30px 13px 30px;font-size:17px;line-height:22px;font-weight:700;color:#ffffff;text-decoration:none;\u0022\u003EApprove\u003C/a\u003E\u003C/td\u003E\n\n\u003C/tr\u003E\u003C/table\u003E\n\u003Ctable role=\u0022presentation\u0022 class=\u0022button\u0022 cellpadding=\u00220\u0022 cellspacing=\u00220\u0022 border=\u00220\u0022 style=\u0022display:inline-block;margin:0 12px 12px 0;border-collapse:separate;vertical-align:top;\u0022\u003E\u003Ctr\u003E\n\n\u003Ctd class=\u0022danger\u0022 align=\u0022center\u0022 bgcolor=\u0022#ffffff\u0022 style=\u0022background-color:#ffffff;border:2px solid #c0392b;border-radius:10px;\u0022\u003E\u003Ca href=\u0022http://workflows.example.test/a/1KNiIePBCOx356yN2py-2ffg-pcp9pQ9FP0uaaw3pLI?choice\u0026#x3D;Reject\u0022 target=\u0022_blank\u0022 style=\u0022display:inline-block;padding:13px 30px 13px 30px;font-size:17px;line-height:22px;font-weight:700;color:#b02a1e;text-decoration:none;\u0022\u003EReject\u003C/a\u003E\u003C/td\u003E\n\n\u003C/tr\u003E\u003C/table\u003E\n\u003C/div\u003E\n\u003Cp class=\u0022muted\u0022 style=\u0022margin:4px 0 0 0;font-size:14px;line-height:22px;color:#566273;\u0022\u003EYou can decide until Monday, 7 December 2026, 09:00.\u003C/p\u003E\u003Cp class=\u0022muted\u0022 style=\u0022margin:8px 0 0 0;font-size:14px;line-height:22px;color:#566273;\u0022\u003EA button opens a page where you look once more and confirm. Nothing is decided before that. The buttons are for you alone: whoever has this message can use them.\u003C/p\u003E\n  \u003C/td\u003E\u003C/tr\u003E\n  \u003C/table\u003E\n\u003C/td\u003E\u003C/tr\u003E\n\u003Ctr\u003E\u003Ctd class=\u0022inside muted\u0022 style=\u0022padding:20px 4px 0 4px;font-size:13px;line-height:20px;color:#566273;\u0022\u003E\n  You get this because Luca Ferrari reports to you.\u003Cbr\u003E\n  \n  This message was sent automatically. Replies are not read.\n\u003C/td\u003E\u003C/tr\u003E\n\u003C/table\u003E\n\u003C/td\u003E\u003C/tr\u003E\n\u003C/table\u003E\n\u003C/body\u003E\n\u003C/html\u003E","thread":"LV-2026-00002"}','delivered',1,1795283972368,1796630400000,NULL,NULL,NULL,1795283972368,1795283973537);
INSERT INTO "outbox" VALUES('escalated-01a1ff43-2f8e-77d3-964c-3e0ea4226a46-diana','email','email','diana@example.test','01a1ff43-2f8c-7830-ab68-289b87c148ea','01a1ff43-2f8e-77d3-964c-3e0ea4226a46','[LV-2026-00002] Luca Ferrari asks for 2 working days of annual leave: no answer yet, please decide','{"to":{"address":"diana@example.test","name":"Diana Weber"},"subject":"[LV-2026-00002] Luca Ferrari asks for 2 working days of annual leave: no answer yet, please decide","text":"[Your decision]\nLuca Ferrari asks for 2 working days of annual leave\n\nLuca Ferrari has 20 days of annual leave left before this request.\n\nRequested by: Luca Ferrari\nType of leave: Annual leave\nFirst day: Wednesday, 9 December 2026\nLast day: Thursday, 10 December 2026\nReason: Skiing\n\nApprove: http://workflows.example.test/a/q25b3v2kdKFQ9bPjYtZrAciB3kzGqZ1Y3vSyWgXCnLE?choice=Approve\nReject: http://workflows.example.test/a/q25b3v2kdKFQ9bPjYtZrAciB3kzGqZ1Y3vSyWgXCnLE?choice=Reject\n\nYou can decide until Monday, 7 December 2026, 09:00.\n\nA button opens a page where you look once more and confirm. Nothing is decided before that. The buttons are for you alone: whoever has this message can use them.\n\n--\nYou get this because you are 2 levels above Luca Ferrari.\nRequest LV-2026-00002\nThis message was sent automatically. Replies are not read.\n","html":"\u003C!doctype html\u003E\n\u003Chtml lang=\u0022en\u0022\u003E\n\u003Chead\u003E\n\u003Cmeta charset=\u0022utf-8\u0022\u003E\n\u003Cmeta name=\u0022viewport\u0022 content=\u0022width=device-width, initial-scale=1\u0022\u003E\n\u003Cmeta name=\u0022color-scheme\u0022 content=\u0022light dark\u0022\u003E\n\u003Cmeta name=\u0022supported-color-schemes\u0022 content=\u0022light dark\u0022\u003E\n\u003Cmeta name=\u0022format-detection\u0022 content=\u0022telephone=no, date=no, address=no, email=no\u0022\u003E\n\u003Ctitle\u003E[LV-2026-00002] Luca Ferrari asks for 2 working days of annual leave: no answer yet, please decide\u003C/title\u003E\n\u003Cstyle\u003E\n:root { color-scheme: light dark; supported-color-schemes: light dark; }\n@media (max-width: 520px) {\n  .page { padding: 0 !important; }\n  .card { border-radius: 0 !important; border-left: 0 !important; border-right: 0 !important; }\n  .inside { padding-left: 20px !important; padding-right: 20px !important; }\n  .brand { padding-left: 20px !important; padding-right: 20px !important; padding-top: 18px !important; }\n  .heading { font-size: 22px !important; line-height: 28px !important; }\n  .label { width: 36% !important; padding-right: 12px !important; }\n  .button, .button tbody, .button tr, .button td { display: block !important; width: 100% !important; box-sizing: border-box !important; }\n  .button { margin-right: 0 !important; }\n  .button a { display: block !important; padding-left: 12px !important; padding-right: 12px !important; }\n}\n@media (prefers-color-scheme: dark) {\n  .back { background-color: #10141a !important; }\n  .card { background-color: #1a2029 !important; border-color: #2d3643 !important; }\n  .ink { color: #eef2f7 !important; }\n  .muted { color: #a4b0c0 !important; }\n  .rule { border-color: #2d3643 !important; }\n  .soft { background-color: #232b36 !important; border-color: #3b4757 !important; }\n  .link { color: #8fb4ff !important; }\n  .primary { background-color: #2f66e0 !important; border-color: #2f66e0 !important; }\n  .danger { background-color: #1a2029 !important; border-color: #f08a80 !important; }\n  .danger a { color: #ff9d94 !important; }\n  .neutral { background-color: #1a2029 !important; border-color: #566376 !important; }\n  .neutral a { color: #dce4ee !important; }\n  .badge-info { background-color: #1e3158 !important; color: #a9c6ff !important; }\n  .badge-good { background-color: #143824 !important; color: #86e0ac !important; }\n  .badge-bad { background-color: #46201d !important; color: #ffb0a8 !important; }\n  .badge-attention { background-color: #43320e !important; color: #ffd57a !important; }\n}\n\u003C/style\u003E\n\u003C/head\u003E\n\u003Cbody class=\u0022back\u0022 style=\u0022margin:0;padding:0;background-color:#eef1f5;-webkit-text-size-adjust:100%;\u0022\u003E\n\u003Cdiv style=\u0022display:none;max-height:0;max-width:0;overflow:hidden;opacity:0;font-size:1px;line-height:1px;color:#eef1f5;\u0022\u003ELuca Ferrari has 20 days of annual leave left before this request.\u0026#847;\u0026zwnj;\u0026nbsp;\u0026#847;\u0026zwnj;\u0026nbsp;\u0026#847;\u0026zwnj;\u0026nbsp;\u0026#847;\u0026zwnj;\u0026nbsp;\u0026#847;\u0026zwnj;\u0026nbsp;\u0026#847;\u0026zwnj;\u0026nbsp;\u0026#847;\u0026zwnj;\u0026nbsp;\u0026#847;\u0026zwnj;\u0026nbsp;\u0026#847;\u0026zwnj;\u0026nbsp;\u0026#847;\u0026zwnj;\u0026nbsp;\u0026#847;\u0026zwnj;\u0026nbsp;\u0026#847;\u0026zwnj;\u0026nbsp;\u003C/div\u003E\n\u003Ctable role=\u0022presentation\u0022 class=\u0022back\u0022 width=\u0022100%\u0022 cellpadding=\u00220\u0022 cellspacing=\u00220\u0022 border=\u00220\u0022 style=\u0022background-color:#eef1f5;\u0022\u003E\n\u003Ctr\u003E\u003Ctd class=\u0022page\u0022 align=\u0022center\u0022 style=\u0022padding:8px 16px 32px 16px;\u0022\u003E\n\u003Ctable role=\u0022presentation\u0022 width=\u0022100%\u0022 cellpadding=\u00220\u0022 cellspacing=\u00220\u0022 border=\u00220\u0022 style=\u0022max-width:600px;font-family:-apple-system,\u0027Segoe UI\u0027,Roboto,\u0027Helvetica Neue\u0027,Arial,sans-serif;\u0022\u003E\n\u003Ctr\u003E\u003Ctd class=\u0022brand\u0022 style=\u0022padding:24px 4px 14px 4px;\u0022\u003E\n  \u003Ctable role=\u0022presentation\u0022 width=\u0022100%\u0022 cellpadding=\u00220\u0022 cellspacing=\u00220\u0022 border=\u00220\u0022\u003E\u003Ctr\u003E\n    \u003Ctd class=\u0022muted\u0022 style=\u0022font-size:14px;line-height:20px;font-weight:600;color:#566273;\u0022\u003EApprovals\u003C/td\u003E\n    \u003Ctd class=\u0022muted\u0022 align=\u0022right\u0022 style=\u0022font-size:13px;line-height:20px;color:#566273;white-space:nowrap;\u0022\u003ELV-2026-00002\u003C/td\u003E\n  \u003C/tr\u003E\u003C/table\u003E\n\u003C/td\u003E\u003C/tr\u003E\n\u003Ctr\u003E\u003Ctd class=\u0022card\u0022 style=\u0022background-color:#ffffff;border:1px solid #dde3ea;border-radius:12px;\u0022\u003E\n  \u003Ctable role=\u0022presentation\u0022 width=\u0022100%\u0022 cellpadding=\u00220\u0022 cellspacing=\u00220\u0022 border=\u00220\u0022\u003E\n  \u003Ctr\u003E\u003Ctd class=\u0022inside\u0022 style=\u0022padding:32px 36px 22px 36px;\u0022\u003E\n\u003Cp style=\u0022margin:0 0 12px 0;\u0022\u003E\u003Cspan class=\u0022badge-info\u0022 style=\u0022display:inline-block;padding:3px 10px;border-radius:999px;font-size:13px;line-height:18px;font-weight:600;background-color:#e3ecfd;color:#1c4aa8;\u0022\u003EYour decision\u003C/span\u003E\u003C/p\u003E\n\u003Ch1 class=\u0022ink heading\u0022 style=\u0022margin:0 0 12px 0;font-size:24px;line-height:31px;font-weight:700;color:#17202c;\u0022\u003ELuca Ferrari asks for 2 working days of annual leave\u003C/h1\u003E\n\u003Cp class=\u0022ink\u0022 style=\u0022margin:0 0 12px 0;font-size:16px;line-height:25px;color:#17202c;\u0022\u003ELuca Ferrari has 20 days of annual leave left before this request.\u003C/p\u003E\n\n\u003Ctable width=\u0022100%\u0022 cellpadding=\u00220\u0022 cellspacing=\u00220\u0022 border=\u00220\u0022 style=\u0022margin:20px 0 8px 0;border-collapse:collapse;\u0022\u003E\n\u003Ctr\u003E\n\u003Cth class=\u0022muted rule label\u0022 align=\u0022left\u0022 valign=\u0022top\u0022 scope=\u0022row\u0022 style=\u0022width:34%;padding:9px 16px 9px 0;border-top:1px solid #e4e9ef;font-size:14px;line-height:22px;font-weight:400;text-align:left;color:#566273;\u0022\u003ERequested by\u003C/th\u003E\n\u003Ctd class=\u0022ink rule value\u0022 valign=\u0022top\u0022 style=\u0022padding:9px 0 9px 0;border-top:1px solid #e4e9ef;font-size:15px;line-height:22px;font-weight:600;color:#17202c;word-break:break-word;\u0022\u003ELuca Ferrari\u003C/td\u003E\n\u003C/tr\u003E\n\u003Ctr\u003E\n\u003Cth class=\u0022muted rule label\u0022 align=\u0022left\u0022 valign=\u0022top\u0022 scope=\u0022row\u0022 style=\u0022width:34%;padding:9px 16px 9px 0;border-top:1px solid #e4e9ef;font-size:14px;line-height:22px;font-weight:400;text-align:left;color:#566273;\u0022\u003EType of leave\u003C/th\u003E\n\u003Ctd class=\u0022ink rule value\u0022 valign=\u0022top\u0022 style=\u0022padding:9px 0 9px 0;border-top:1px solid #e4e9ef;font-size:15px;line-height:22px;font-weight:600;color:#17202c;word-break:break-word;\u0022\u003EAnnual leave\u003C/td\u003E\n\u003C/tr\u003E\n\u003Ctr\u003E\n\u003Cth class=\u0022muted rule label\u0022 align=\u0022left\u0022 valign=\u0022top\u0022 scope=\u0022row\u0022 style=\u0022width:34%;padding:9px 16px 9px 0;border-top:1px solid #e4e9ef;font-size:14px;line-height:22px;font-weight:400;text-align:left;color:#566273;\u0022\u003EFirst day\u003C/th\u003E\n\u003Ctd class=\u0022ink rule value\u0022 valign=\u0022top\u0022 style=\u0022padding:9px 0 9px 0;border-top:1px solid #e4e9ef;font-size:15px;line-height:22px;font-weight:600;color:#17202c;word-break:break-word;\u0022\u003EWednesday, 9 December 2026\u003C/td\u003E\n\u003C/tr\u003E\n\u003Ctr\u003E\n\u003Cth class=\u0022muted rule label\u0022 align=\u0022left\u0022 valign=\u0022top\u0022 scope=\u0022row\u0022 style=\u0022width:34%;padding:9px 16px 9px 0;border-top:1px solid #e4e9ef;font-size:14px;line-height:22px;font-weight:400;text-align:left;color:#566273;\u0022\u003ELast day\u003C/th\u003E\n\u003Ctd class=\u0022ink rule value\u0022 valign=\u0022top\u0022 style=\u0022padding:9px 0 9px 0;border-top:1px solid #e4e9ef;font-size:15px;line-height:22px;font-weight:600;color:#17202c;word-break:break-word;\u0022\u003EThursday, 10 December 2026\u003C/td\u003E\n\u003C/tr\u003E\n\u003Ctr\u003E\n\u003Cth class=\u0022muted rule label\u0022 align=\u0022left\u0022 valign=\u0022top\u0022 scope=\u0022row\u0022 style=\u0022width:34%;padding:9px 16px 9px 0;border-top:1px solid #e4e9ef;font-size:14px;line-height:22px;font-weight:400;text-align:left;color:#566273;\u0022\u003EReason\u003C/th\u003E\n\u003Ctd class=\u0022ink rule value\u0022 valign=\u0022top\u0022 style=\u0022padding:9px 0 9px 0;border-top:1px solid #e4e9ef;font-size:15px;line-height:22px;font-weight:600;color:#17202c;word-break:break-word;\u0022\u003ESkiing\u003C/td\u003E\n\u003C/tr\u003E\n\u003C/table\u003E\n\u003Cdiv style=\u0022margin:20px 0 4px 0;font-size:0;\u0022\u003E\n\u003Ctable role=\u0022presentation\u0022 class=\u0022button\u0022 cellpadding=\u00220\u0022 cellspacing=\u00220\u0022 border=\u00220\u0022 style=\u0022display:inline-block;margin:0 12px 12px 0;border-collapse:separate;vertical-align:top;\u0022\u003E\u003Ctr\u003E\n\u003Ctd class=\u0022primary\u0022 align=\u0022center\u0022 bgcolor=\u0022#1f56c5\u0022 style=\u0022background-color:#1f56c5;border:2px solid #1f56c5;border-radius:10px;\u0022\u003E\u003Ca href=\u0022http://workflows.example.test/a/q25b3v2kdKFQ9bPjYtZrAciB3kzGqZ1Y3vSyWgXCnLE?choice\u0026#x3D;Approve\u0022 target=\u0022_blank\u0022 style=\u0022display:inline-block;padding:13px 30px 13px 30px;font-size:17px;line-height:22px;font-weight:700;color:#ffffff;text-decoration:none;\u0022\u003EApprove\u003C/a\u003E\u003C/td\u003E\n\n\u003C/tr\u003E\u003C/table\u003E\n\u003Ctable role=\u0022presentation\u0022 class=\u0022button\u0022 cellpadding=\u00220\u0022 cellspacing=\u00220\u0022 border=\u00220\u0022 style=\u0022display:inline-block;margin:0 12px 12px 0;border-collapse:separate;vertical-align:top;\u0022\u003E\u003Ctr\u003E\n\n\u003Ctd class=\u0022danger\u0022 align=\u0022center\u0022 bgcolor=\u0022#ffffff\u0022 style=\u0022background-color:#ffffff;border:2px solid #c0392b;border-radius:10px;\u0022\u003E\u003Ca href=\u0022http://workflows.example.test/a/q25b3v2kdKFQ9bPjYtZrAciB3kzGqZ1Y3vSyWgXCnLE?choice\u0026#x3D;Reject\u0022 target=\u0022_blank\u0022 style=\u0022display:inline-block;padding:13px 30px 13px 30px;font-size:17px;line-height:22px;font-weight:700;color:#b02a1e;text-decoration:none;\u0022\u003EReject\u003C/a\u003E\u003C/td\u003E\n\n\u003C/tr\u003E\u003C/table\u003E\n\u003C/div\u003E\n\u003Cp class=\u0022muted\u0022 style=\u0022margin:4px 0 0 0;font-size:14px;line-height:22px;color:#566273;\u0022\u003EYou can decide until Monday, 7 December 2026, 09:00.\u003C/p\u003E\u003Cp class=\u0022muted\u0022 style=\u0022margin:8px 0 0 0;font-size:14px;line-height:22px;color:#566273;\u0022\u003EA button opens a page where you look once more and confirm. Nothing is decided before that. The buttons are for you alone: whoever has this message can use them.\u003C/p\u003E\n  \u003C/td\u003E\u003C/tr\u003E\n  \u003C/table\u003E\n\u003C/td\u003E\u003C/tr\u003E\n\u003Ctr\u003E\u003Ctd class=\u0022inside muted\u0022 style=\u0022padding:20px 4px 0 4px;font-size:13px;line-height:20px;color:#566273;\u0022\u003E\n  You get this because you are 2 levels above Luca Ferrari.\u003Cbr\u003E\n  \n  This message was sent automatically. Replies are not read.\n\u003C/td\u003E\u003C/tr\u003E\n\u003C/table\u003E\n\u003C/td\u003E\u003C/tr\u003E\n\u003C/table\u003E\n\u003C/body\u003E\n\u003C/html\u003E","thread":"LV-2026-00002"}','delivered',1,1795283972934,1796630400000,NULL,NULL,NULL,1795283972934,1795283973542);
CREATE TABLE people (
    id             TEXT PRIMARY KEY,         -- short and stable: emma
    name           TEXT NOT NULL,
    email          TEXT NOT NULL UNIQUE,     -- lower case
    manager_id     TEXT,
    company        TEXT,
    time_zone      TEXT,                     -- null: the company's
    calendar       TEXT,                     -- null: the company's
    language       TEXT NOT NULL,            -- en, id
    grade          TEXT,
    department     TEXT,
    left_on        TEXT,                     -- the first day on which the person is no longer there
    security_stamp TEXT NOT NULL             -- changes with everything that must end the person's sessions
);
INSERT INTO "people" VALUES('sofia','Sofia Bianchi','sofia@example.test',NULL,'borealis',NULL,NULL,'en','E1','management',NULL,'01a1ff42fc03760caa8aecbfed1eda5e');
INSERT INTO "people" VALUES('diana','Diana Weber','diana@example.test','sofia','borealis',NULL,NULL,'en','D1','operations',NULL,'01a1ff42fc037e858ec54a22986d138b');
INSERT INTO "people" VALUES('marco','Marco Rossi','marco@example.test','diana','borealis',NULL,NULL,'en','M2','operations',NULL,'01a1ff42fc0375d8bbe813750568e4c1');
INSERT INTO "people" VALUES('emma','Emma Larsen','emma@example.test','marco','borealis',NULL,NULL,'en','P2','operations',NULL,'01a1ff42fc03745fa18f07afe4cb9686');
INSERT INTO "people" VALUES('luca','Luca Ferrari','luca@example.test','marco','borealis',NULL,NULL,'en','P1','operations',NULL,'01a1ff42fc03721bb2d1ce47b9696096');
INSERT INTO "people" VALUES('hana','Hana Novak','hana@example.test','sofia','borealis',NULL,NULL,'en','M2','people',NULL,'01a1ff42fc03767bb4413c5fb20f1127');
INSERT INTO "people" VALUES('felix','Felix Moreau','felix@example.test','sofia','borealis',NULL,NULL,'en','M2','finance',NULL,'01a1ff42fc0375c697b9548fa018012a');
INSERT INTO "people" VALUES('ivan','Ivan Petrov','ivan@example.test','diana','borealis',NULL,NULL,'en','P3','it',NULL,'01a1ff42fc0376229ac103e62951d3ad');
INSERT INTO "people" VALUES('rizal','Rizal Hakim','rizal@example.test','sofia','samudra',NULL,NULL,'id','D1','management',NULL,'01a1ff42fc037bf3beb1ef7922b403d0');
INSERT INTO "people" VALUES('budi','Budi Santoso','budi@example.test','rizal','samudra',NULL,NULL,'id','M1','sales',NULL,'01a1ff42fc037e149d1748cca70a5038');
INSERT INTO "people" VALUES('siti','Siti Rahmawati','siti@example.test','budi','samudra',NULL,NULL,'id','P2','sales',NULL,'01a1ff42fc037238bc42091819f8d3d2');
INSERT INTO "people" VALUES('agus','Agus Wijaya','agus@example.test','budi','samudra',NULL,NULL,'id','P1','sales',NULL,'01a1ff42fc037418918406ffa25b54ce');
INSERT INTO "people" VALUES('dewi','Dewi Lestari','dewi@example.test','rizal','samudra',NULL,NULL,'id','P3','finance',NULL,'01a1ff42fc037e439a6c9b1e2d79ef43');
CREATE TABLE person_roles (
    person_id TEXT NOT NULL REFERENCES people (id) ON DELETE CASCADE,
    role      TEXT NOT NULL,
    PRIMARY KEY (person_id, role)
);
INSERT INTO "person_roles" VALUES('sofia','ceo');
INSERT INTO "person_roles" VALUES('sofia','employee');
INSERT INTO "person_roles" VALUES('diana','director');
INSERT INTO "person_roles" VALUES('diana','employee');
INSERT INTO "person_roles" VALUES('marco','employee');
INSERT INTO "person_roles" VALUES('marco','manager');
INSERT INTO "person_roles" VALUES('emma','employee');
INSERT INTO "person_roles" VALUES('luca','employee');
INSERT INTO "person_roles" VALUES('hana','employee');
INSERT INTO "person_roles" VALUES('hana','hr');
INSERT INTO "person_roles" VALUES('felix','employee');
INSERT INTO "person_roles" VALUES('felix','finance');
INSERT INTO "person_roles" VALUES('ivan','admin');
INSERT INTO "person_roles" VALUES('ivan','employee');
INSERT INTO "person_roles" VALUES('ivan','process-owner');
INSERT INTO "person_roles" VALUES('rizal','director');
INSERT INTO "person_roles" VALUES('rizal','employee');
INSERT INTO "person_roles" VALUES('budi','employee');
INSERT INTO "person_roles" VALUES('budi','manager');
INSERT INTO "person_roles" VALUES('siti','employee');
INSERT INTO "person_roles" VALUES('agus','employee');
INSERT INTO "person_roles" VALUES('dewi','employee');
INSERT INTO "person_roles" VALUES('dewi','finance');
CREATE TABLE queue (
    id           TEXT PRIMARY KEY,
    kind         TEXT NOT NULL,              -- stored name of the work: dispatch, event, child-finished
    payload      TEXT NOT NULL,
    attempts     INTEGER NOT NULL DEFAULT 0,
    available_at BIGINT NOT NULL,
    last_error   TEXT,
    created_at   BIGINT NOT NULL
);
CREATE TABLE reference_numbers (
    prefix TEXT NOT NULL,
    year   INTEGER NOT NULL,
    last   BIGINT NOT NULL,
    PRIMARY KEY (prefix, year)
);
INSERT INTO "reference_numbers" VALUES('LV',2026,3);
INSERT INTO "reference_numbers" VALUES('OU',2026,1);
INSERT INTO "reference_numbers" VALUES('PA',2026,1);
INSERT INTO "reference_numbers" VALUES('FA',2026,1);
CREATE TABLE requests (
    id            TEXT PRIMARY KEY,          -- the workflow instance
    reference     TEXT NOT NULL UNIQUE,      -- LV-2026-00042
    process       TEXT NOT NULL,             -- definition id
    version       INTEGER NOT NULL,
    requester_id  TEXT NOT NULL,
    title         TEXT NOT NULL,
    status        TEXT NOT NULL,             -- open, closed, withdrawn, failed
    outcome       TEXT,                      -- what the process says at the end: Approved, Rejected, Refused ...
    reason        TEXT,
    inputs        TEXT NOT NULL,             -- JSON, as submitted
    created_at    BIGINT NOT NULL,
    closed_at     BIGINT
);
INSERT INTO "requests" VALUES('01a1ff43-2104-72be-bf05-8f13f75d8ed7','LV-2026-00001','leave',1,'emma','Annual leave for Emma Larsen, 2026-12-02 to 2026-12-03','open',NULL,NULL,'{"type":"annual","firstDay":"2026-12-02","lastDay":"2026-12-03","reason":"Skiing"}',1795283952053,NULL);
INSERT INTO "requests" VALUES('01a1ff43-2f8c-7830-ab68-289b87c148ea','LV-2026-00002','leave',1,'luca','Annual leave for Luca Ferrari, 2026-12-09 to 2026-12-10','open',NULL,NULL,'{"type":"annual","firstDay":"2026-12-09","lastDay":"2026-12-10","reason":"Skiing"}',1795283955597,NULL);
INSERT INTO "requests" VALUES('01a1ff43-2fb1-7cc9-b4b4-70f3af2c4251','LV-2026-00003','leave',1,'luca','Annual leave for Luca Ferrari, 2026-12-14 to 2026-12-18','open',NULL,NULL,'{"type":"annual","firstDay":"2026-12-14","lastDay":"2026-12-18","reason":"Skiing"}',1795283955687,NULL);
INSERT INTO "requests" VALUES('01a1ff43-3499-737e-98c2-416b79751c7f','OU-2026-00001','outside',1,'emma','OU-2026-00001','open',NULL,NULL,'{"email":"pat@partner.test","lasts":"10:00:00"}',1795283956967,NULL);
INSERT INTO "requests" VALUES('01a1ff43-3591-7d4a-b2e9-770e3eb3b6af','PA-2026-00001','pause',1,'emma','PA-2026-00001','open',NULL,NULL,'{"lasts":"02:00:00"}',1795283957182,NULL);
INSERT INTO "requests" VALUES('01a1ff43-35ff-7723-98e1-6b13dc7afb64','FA-2026-00001','parent',1,'emma','FA-2026-00001','open',NULL,NULL,'{}',1795283957259,NULL);
CREATE TABLE schema_migrations (number INTEGER PRIMARY KEY, name TEXT NOT NULL, applied_at BIGINT NOT NULL);
INSERT INTO "schema_migrations" VALUES(1,'runtime',1795283932810);
INSERT INTO "schema_migrations" VALUES(2,'http_waits',1795283933598);
INSERT INTO "schema_migrations" VALUES(100,'people',1795283933683);
INSERT INTO "schema_migrations" VALUES(110,'requests',1795283933684);
INSERT INTO "schema_migrations" VALUES(120,'leave',1795283933685);
INSERT INTO "schema_migrations" VALUES(200,'identity',1795283933685);
CREATE TABLE sessions (
    id                  TEXT PRIMARY KEY,
    person_id           TEXT NOT NULL,
    security_stamp      TEXT NOT NULL,       -- the person's, when the session began
    generation          TEXT NOT NULL,       -- of the refresh token that is good now
    previous_generation TEXT,
    rotated_at          BIGINT,
    started_at          BIGINT NOT NULL,
    expires_at          BIGINT NOT NULL,
    ended_at            BIGINT
);
CREATE TABLE sign_in_attempts (
    id         TEXT PRIMARY KEY,
    limit_key  TEXT NOT NULL,                -- what is limited: see SignInLimits
    at         BIGINT NOT NULL
);
INSERT INTO "sign_in_attempts" VALUES('01a1ff43-0e18-73a4-a542-4995b421a4cb','AskForCode:address:127.0.0.1',1795283946997);
INSERT INTO "sign_in_attempts" VALUES('01a1ff43-0e2b-7f13-86ad-d2a2bc9c9fa0','AskForCode:account:3C8E5674ABA875D175CDB755F1E28DF3460579D5E01E8D8E689FED8EBBEEFCA9',1795283946997);
INSERT INTO "sign_in_attempts" VALUES('01a1ff43-17d2-7ef5-b6e1-c420a6c35c01','EnterCode:address:127.0.0.1',1795283949521);
INSERT INTO "sign_in_attempts" VALUES('01a1ff43-17d2-75f1-bdfa-2a3a2b9d5793','EnterCode:account:3C8E5674ABA875D175CDB755F1E28DF3460579D5E01E8D8E689FED8EBBEEFCA9',1795283949521);
INSERT INTO "sign_in_attempts" VALUES('01a1ff43-1a6d-7619-8af5-f3719d8bc446','AskForCode:address:127.0.0.1',1795283950187);
INSERT INTO "sign_in_attempts" VALUES('01a1ff43-1a6d-7b8d-9c9a-72d4a5304364','AskForCode:account:98F727B4C1F03302DD433BDD21C3B7F3D3ADF524E961FC2160AFC774964F85E8',1795283950187);
INSERT INTO "sign_in_attempts" VALUES('01a1ff43-1cdd-7653-879f-01595ac00830','EnterCode:address:127.0.0.1',1795283950812);
INSERT INTO "sign_in_attempts" VALUES('01a1ff43-1cdd-7d71-a5e1-0893549c09d1','EnterCode:account:98F727B4C1F03302DD433BDD21C3B7F3D3ADF524E961FC2160AFC774964F85E8',1795283950812);
INSERT INTO "sign_in_attempts" VALUES('01a1ff43-1d26-70f5-b3d3-086d40e8d1ac','AskForCode:address:127.0.0.1',1795283950885);
INSERT INTO "sign_in_attempts" VALUES('01a1ff43-1d26-7972-8929-17e83e1bc90d','AskForCode:account:0878A229269AFA4AB39DAAA39B09477071EEDC46997DDAD4F1CDD33B3C2B7AC5',1795283950885);
INSERT INTO "sign_in_attempts" VALUES('01a1ff43-1e88-70df-aae4-a670a08d6165','EnterCode:address:127.0.0.1',1795283951239);
INSERT INTO "sign_in_attempts" VALUES('01a1ff43-1e88-7d9d-9d23-430bc14e5665','EnterCode:account:0878A229269AFA4AB39DAAA39B09477071EEDC46997DDAD4F1CDD33B3C2B7AC5',1795283951239);
CREATE TABLE sign_in_codes (
    person_id  TEXT PRIMARY KEY,             -- one code at a time
    id         TEXT NOT NULL,                -- of this code: it is taken once
    salt       BLOB NOT NULL,
    hash       BLOB NOT NULL,                -- PBKDF2 of the code
    tries      INTEGER NOT NULL,
    expires_at BIGINT NOT NULL
);
CREATE TABLE sign_in_links (
    hash       TEXT PRIMARY KEY,             -- SHA-256 of the token, in hexadecimal
    person_id  TEXT NOT NULL,
    expires_at BIGINT NOT NULL
);
INSERT INTO "sign_in_links" VALUES('494919A7E83E1692EB485F79806779953E37935F5D4198810E45FB3EF76D60C8','ivan',1795370371101);
CREATE TABLE task_approvers (
    task_id   TEXT NOT NULL REFERENCES tasks (id) ON DELETE CASCADE,
    approver  TEXT NOT NULL,                 -- a person's id, or an address
    rule      TEXT NOT NULL,                 -- marco, role:hr, manager-of-requester, address
    asked_at  BIGINT NOT NULL,
    PRIMARY KEY (task_id, approver)
);
INSERT INTO "task_approvers" VALUES('01a1ff43-2645-72c1-8e69-a7884ac662b5','marco','manager-of-requester',1795283953908);
INSERT INTO "task_approvers" VALUES('01a1ff43-2f8e-77d3-964c-3e0ea4226a46','marco','manager-of-requester',1795283955600);
INSERT INTO "task_approvers" VALUES('01a1ff43-3000-77fd-81c6-c0b59299fa4a','marco','manager-of-requester',1795283955713);
INSERT INTO "task_approvers" VALUES('01a1ff43-33e1-7ad7-8636-5bc7f851b08f','hana','role:hr',1795283956740);
INSERT INTO "task_approvers" VALUES('01a1ff43-34e9-7b49-8bc6-985b8356a663','pat@partner.test','address',1795283957029);
INSERT INTO "task_approvers" VALUES('01a1ff43-2f8e-77d3-964c-3e0ea4226a46','diana','manager-of-requester:2',1795283972853);
CREATE TABLE tasks (
    id            TEXT PRIMARY KEY,
    instance_id   TEXT NOT NULL,
    activity_id   TEXT NOT NULL,
    activity_name TEXT NOT NULL,
    title         TEXT NOT NULL,
    body          TEXT NOT NULL,
    facts         TEXT NOT NULL,             -- JSON: what is shown, as label and value
    actions       TEXT NOT NULL,             -- JSON, see TaskAction
    revision      TEXT NOT NULL,             -- hash of what is shown; a decision carries the one that was seen
    requester_id  TEXT,
    status        TEXT NOT NULL,             -- open, decided, expired, withdrawn
    opened_at     BIGINT NOT NULL,
    due_at        BIGINT,
    action        TEXT,                      -- what was chosen
    outcome       TEXT,
    decided_by    TEXT,                      -- a person's id, or an address
    decided_name  TEXT,
    decided_at    BIGINT,
    channel       TEXT,
    comment       TEXT
);
INSERT INTO "tasks" VALUES('01a1ff43-2645-72c1-8e69-a7884ac662b5','01a1ff43-2104-72be-bf05-8f13f75d8ed7','ManagerDecides','Manager decides','Emma Larsen asks for 2 working days of annual leave','Emma Larsen has 20 days of annual leave left before this request.','[{"label":"Requested by","value":"Emma Larsen"},{"label":"Type of leave","value":"Annual leave"},{"label":"First day","value":"Wednesday, 2 December 2026"},{"label":"Last day","value":"Thursday, 3 December 2026"},{"label":"Reason","value":"Skiing"}]','[{"name":"Approve","outcome":"Approved","style":"primary","needsComment":false},{"name":"Reject","outcome":"Rejected","style":"danger","needsComment":false}]','8e0d719260683835','emma','open',1795283952898,1796630400000,NULL,NULL,NULL,NULL,NULL,NULL,NULL);
INSERT INTO "tasks" VALUES('01a1ff43-2f8e-77d3-964c-3e0ea4226a46','01a1ff43-2f8c-7830-ab68-289b87c148ea','ManagerDecides','Manager decides','Luca Ferrari asks for 2 working days of annual leave','Luca Ferrari has 20 days of annual leave left before this request.','[{"label":"Requested by","value":"Luca Ferrari"},{"label":"Type of leave","value":"Annual leave"},{"label":"First day","value":"Wednesday, 9 December 2026"},{"label":"Last day","value":"Thursday, 10 December 2026"},{"label":"Reason","value":"Skiing"}]','[{"name":"Approve","outcome":"Approved","style":"primary","needsComment":false},{"name":"Reject","outcome":"Rejected","style":"danger","needsComment":false}]','e32eeba72f7420aa','luca','open',1795283955598,1796630400000,NULL,NULL,NULL,NULL,NULL,NULL,NULL);
INSERT INTO "tasks" VALUES('01a1ff43-3000-77fd-81c6-c0b59299fa4a','01a1ff43-2fb1-7cc9-b4b4-70f3af2c4251','ManagerDecides','Manager decides','Luca Ferrari asks for 5 working days of annual leave','Luca Ferrari has 18 days of annual leave left before this request.','[{"label":"Requested by","value":"Luca Ferrari"},{"label":"Type of leave","value":"Annual leave"},{"label":"First day","value":"Monday, 14 December 2026"},{"label":"Last day","value":"Friday, 18 December 2026"},{"label":"Reason","value":"Skiing"}]','[{"name":"Approve","outcome":"Approved","style":"primary","needsComment":false},{"name":"Reject","outcome":"Rejected","style":"danger","needsComment":false}]','a997b0a0d38a5e08','luca','decided',1795283955712,1796630400000,'Approve','Approved','marco','Marco Rossi',1795283956462,'api','Enjoy');
INSERT INTO "tasks" VALUES('01a1ff43-33e1-7ad7-8636-5bc7f851b08f','01a1ff43-2fb1-7cc9-b4b4-70f3af2c4251','HrDecides','HR decides','Luca Ferrari asks for 5 working days of annual leave','Marco Rossi has approved it.','[{"label":"Requested by","value":"Luca Ferrari"},{"label":"Type of leave","value":"Annual leave"},{"label":"First day","value":"Monday, 14 December 2026"},{"label":"Last day","value":"Friday, 18 December 2026"},{"label":"Reason","value":"Skiing"}]','[{"name":"Approve","outcome":"Approved","style":"primary","needsComment":false},{"name":"Reject","outcome":"Rejected","style":"danger","needsComment":false}]','db58bd285b875e84','luca','open',1795283956705,1796630400000,NULL,NULL,NULL,NULL,NULL,NULL,NULL);
INSERT INTO "tasks" VALUES('01a1ff43-34e9-7b49-8bc6-985b8356a663','01a1ff43-3499-737e-98c2-416b79751c7f','Ask','Ask','Will you be our partner?','','[]','[{"name":"Accept","outcome":"Accept","style":"neutral","needsComment":false},{"name":"Decline","outcome":"Decline","style":"neutral","needsComment":false}]','53b140f61edcd31b','emma','open',1795283956969,1795319956969,NULL,NULL,NULL,NULL,NULL,NULL,NULL);
CREATE TABLE timers (
    id          TEXT PRIMARY KEY,            -- the bookmark or trigger that it fires
    instance_id TEXT,                        -- null: a trigger, it starts a new instance
    due_at      BIGINT NOT NULL,
    fire_at     BIGINT NOT NULL,             -- when it is tried next: due_at, or later after a failure
    attempts    INTEGER NOT NULL DEFAULT 0
);
INSERT INTO "timers" VALUES('01a1ff43-28f4-7ea7-bfe1-4c61290039cd','01a1ff43-2104-72be-bf05-8f13f75d8ed7',1795507200000,1795507200000,0);
INSERT INTO "timers" VALUES('01a1ff43-28f4-7572-a4e0-9c356fa65113','01a1ff43-2104-72be-bf05-8f13f75d8ed7',1795593600000,1795593600000,0);
INSERT INTO "timers" VALUES('01a1ff43-28f4-7f54-8b6a-cab6746ddf61','01a1ff43-2104-72be-bf05-8f13f75d8ed7',1796630400000,1796630400000,0);
INSERT INTO "timers" VALUES('01a1ff43-2f90-75bc-b2bf-4b8bafd749d9','01a1ff43-2f8c-7830-ab68-289b87c148ea',1796630400000,1796630400000,0);
INSERT INTO "timers" VALUES('01a1ff43-3404-72ea-b8cb-6b7e22822e8f','01a1ff43-2fb1-7cc9-b4b4-70f3af2c4251',1795507200000,1795507200000,0);
INSERT INTO "timers" VALUES('01a1ff43-3404-76a2-9995-8adf61110293','01a1ff43-2fb1-7cc9-b4b4-70f3af2c4251',1795593600000,1795593600000,0);
INSERT INTO "timers" VALUES('01a1ff43-3404-758f-8ba3-5e45086d6d2a','01a1ff43-2fb1-7cc9-b4b4-70f3af2c4251',1796630400000,1796630400000,0);
INSERT INTO "timers" VALUES('01a1ff43-3525-76c5-a9c9-9327ea7a479d','01a1ff43-3499-737e-98c2-416b79751c7f',1795319956969,1795319956969,0);
INSERT INTO "timers" VALUES('01a1ff43-35be-7645-983c-d45fb31bb49e','01a1ff43-3591-7d4a-b2e9-770e3eb3b6af',1795291157182,1795291157182,0);
INSERT INTO "timers" VALUES('01a1ff43-3642-7dc5-9ed4-e6a8e12ccae7','01a1ff43-360c-7de1-93c9-fd785635f322',1795291157314,1795291157314,0);
CREATE TABLE triggers (
    id                    TEXT PRIMARY KEY,
    definition_id         TEXT NOT NULL,
    definition_version_id TEXT NOT NULL,
    activity_id           TEXT NOT NULL,
    name                  TEXT NOT NULL,
    hash                  TEXT NOT NULL,
    payload               TEXT NOT NULL
);
CREATE INDEX instances_by_definition ON instances (definition_id, status);
CREATE INDEX instances_by_correlation ON instances (correlation_id) WHERE correlation_id IS NOT NULL;
CREATE INDEX instances_by_parent ON instances (parent_instance_id) WHERE parent_instance_id IS NOT NULL;
CREATE INDEX bookmarks_by_hash ON bookmarks (hash);
CREATE INDEX bookmarks_by_instance ON bookmarks (instance_id);
CREATE INDEX timers_by_fire ON timers (fire_at);
CREATE INDEX timers_by_instance ON timers (instance_id);
CREATE INDEX triggers_by_hash ON triggers (hash);
CREATE INDEX triggers_by_definition ON triggers (definition_id);
CREATE INDEX queue_by_available ON queue (available_at);
CREATE INDEX outbox_waiting ON outbox (next_attempt_at) WHERE status = 'waiting';
CREATE INDEX outbox_claimed ON outbox (claimed_until) WHERE claimed_until IS NOT NULL;
CREATE INDEX outbox_by_instance ON outbox (instance_id);
CREATE INDEX outbox_by_topic ON outbox (topic) WHERE topic IS NOT NULL;
CREATE INDEX outbox_by_created ON outbox (created_at, id);
CREATE INDEX http_waits_by_method ON http_waits (method);
CREATE INDEX triggers_by_name ON triggers (name);
CREATE INDEX people_by_manager ON people (manager_id);
CREATE INDEX person_roles_by_role ON person_roles (role);
CREATE INDEX requests_by_requester ON requests (requester_id, created_at, id);
CREATE INDEX requests_by_process ON requests (process, status);
CREATE INDEX tasks_by_instance ON tasks (instance_id);
CREATE INDEX tasks_open ON tasks (opened_at, id) WHERE status = 'open';
CREATE INDEX task_approvers_by_approver ON task_approvers (approver);
CREATE INDEX action_tokens_by_task ON action_tokens (task_id);
CREATE INDEX audit_by_request ON audit (request_id, seq);
CREATE INDEX leave_by_person ON leave_register (person_id, first_day);
CREATE INDEX sign_in_attempts_by_key ON sign_in_attempts (limit_key, at);
CREATE INDEX sign_in_attempts_by_time ON sign_in_attempts (at);
CREATE INDEX sessions_by_person ON sessions (person_id);
CREATE INDEX sessions_by_expiry ON sessions (expires_at);
CREATE TRIGGER audit_is_never_changed BEFORE UPDATE ON audit BEGIN SELECT RAISE(ABORT, 'audit rows are never changed'); END;
CREATE TRIGGER audit_is_never_deleted BEFORE DELETE ON audit BEGIN SELECT RAISE(ABORT, 'audit rows are never deleted'); END;
COMMIT;
