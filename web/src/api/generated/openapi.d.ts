// Made by `npm run gen-api` from the gateway’s OpenAPI document. Not edited by hand.

export interface paths {
    "/api/v1/addressPools": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Lists the pools with their use
         * @description Lists the pools with their use.
         */
        get: operations["listAddressPools"];
        put?: never;
        /**
         * Makes a pool
         * @description Makes a pool. The network, the broadcast address and the gateway are never given away.
         *
         *     Errors: ALREADY_EXISTS `ADDRESS_POOL_EXISTS` (the name, or an overlap), INVALID_ARGUMENT `CIDR_INVALID`, `SLUG_INVALID`.
         */
        post: operations["createAddressPool"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/admin/queue/pauses": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Lists what is paused
         * @description Lists what is paused.
         */
        get: operations["listPauses"];
        put?: never;
        /**
         * Pauses tasks: those that match are not begun, those that run go on
         * @description Pauses tasks: those that match are not begun, those that run go on.
         *
         *     Errors: ALREADY_EXISTS `PAUSE_EXISTS`, NOT_FOUND `CLUSTER_NOT_FOUND`.
         */
        post: operations["createPause"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/admin/queue/pauses/{pause}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Ends a pause: what it held may be begun at once
         * @description Ends a pause: what it held may be begun at once.
         *
         *     Errors: NOT_FOUND `PAUSE_NOT_FOUND`.
         */
        delete: operations["deletePause"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/admin/queue/projects/{project}/tasks/{task}:explain": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Says why a task does not run, where it is when it runs, and how it ended
         * @description Says why a task does not run, where it is when it runs, and how it ended.
         *
         *     Errors: NOT_FOUND `TASK_NOT_FOUND`.
         */
        get: operations["explainTask"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/admin/queue/projects/{project}/tasks/{task}:giveUp": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Gives a task up, as TaskService.CancelTask does for its project
         * @description Gives a task up, as TaskService.CancelTask does for its project.
         *
         *     Errors: NOT_FOUND `TASK_NOT_FOUND`, FAILED_PRECONDITION `TASK_NOT_CANCELLABLE`.
         */
        post: operations["giveUpTask"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/admin/queue/stats": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Counts what is in the queue
         * @description Counts what is in the queue.
         */
        get: operations["getQueueStats"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/admin/queue/tasks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Lists tasks of all projects: those that wait or run oldest first, others newest first
         * @description Lists tasks of all projects: those that wait or run oldest first, others newest first.
         */
        get: operations["listQueueTasks"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/admin/queue/tasks:retry": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Lets tasks that wait for their next try be begun at once: those named, or all that match
         * @description Lets tasks that wait for their next try be begun at once: those named, or all that match. What has ended stays as it ended.
         *
         *     Errors: INVALID_ARGUMENT `FIELD_INVALID` (neither names nor a filter, or both).
         */
        post: operations["retryTasks"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auditRecords": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Lists what was done anywhere, newest first
         * @description Lists what was done anywhere, newest first.
         */
        get: operations["listAllAuditRecords"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/session": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Says who the caller is: the user, its projects and what it may do there
         * @description Says who the caller is: the user, its projects and what it may do there.
         */
        get: operations["getSession"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth:logIn": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Starts a session
         * @description Starts a session. The same answer, after the same time, for an unknown address and a wrong password.
         *
         *     Errors: UNAUTHENTICATED `CREDENTIALS_WRONG`, RESOURCE_EXHAUSTED `LOCKED_OUT`, UNAVAILABLE `OVERLOADED`.
         */
        post: operations["logIn"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth:logOut": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Ends the caller's session
         * @description Ends the caller's session. An API token cannot be logged out.
         *
         *     Errors: FAILED_PRECONDITION `NOT_A_SESSION`.
         */
        post: operations["logOut"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth:signUp": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Makes a user and its personal project, and logs it in
         * @description Makes a user and its personal project, and logs it in.
         *
         *     Errors: ALREADY_EXISTS `EMAIL_TAKEN`, INVALID_ARGUMENT `EMAIL_INVALID`, `PASSWORD_TOO_WEAK`, FAILED_PRECONDITION `SIGN_UP_CLOSED`.
         */
        post: operations["signUp"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/clusters": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Lists the clusters, without their secrets
         * @description Lists the clusters, without their secrets.
         */
        get: operations["listClusters"];
        put?: never;
        /**
         * Adds a cluster
         * @description Adds a cluster. Its API is called once: an address that does not answer, or a token it refuses, is an error.
         *
         *     Errors: ALREADY_EXISTS `CLUSTER_EXISTS`, INVALID_ARGUMENT `SLUG_INVALID`, `ENDPOINT_INVALID`, `VMID_RANGE_INVALID`, FAILED_PRECONDITION `CLUSTER_UNREACHABLE`.
         */
        post: operations["createCluster"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Streams a project's events as they happen
         * @description Server-sent events whose data is a LiveEvent. After a break, `Last-Event-ID` goes on where the stream ended, for one minute; an older id is answered with the event `reset`: load everything again. A comment comes at least every 15 seconds.
         */
        get: operations["streamEvents"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/images": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Lists the images on offer, by name
         * @description Lists the images on offer, by name.
         */
        get: operations["listImages"];
        put?: never;
        /**
         * Offers an image
         * @description Offers an image. Its template carries the tag `nexus-image-<image>` in Proxmox.
         *
         *     Errors: ALREADY_EXISTS `IMAGE_EXISTS`, INVALID_ARGUMENT `SLUG_INVALID`.
         */
        post: operations["createImage"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/plans": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Lists the plans on offer, smallest first
         * @description Lists the plans on offer, smallest first.
         */
        get: operations["listPlans"];
        put?: never;
        /**
         * Offers a plan
         * @description Offers a plan.
         *
         *     Errors: ALREADY_EXISTS `PLAN_EXISTS`, INVALID_ARGUMENT `SIZE_INVALID`, `SLUG_INVALID`.
         */
        post: operations["createPlan"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/prices": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Lists the prices in force, by plan
         * @description Lists the prices in force, by plan.
         */
        get: operations["listPrices"];
        put?: never;
        /**
         * Sets a plan's price from now on; what was quoted before keeps its price
         * @description Sets a plan's price from now on; what was quoted before keeps its price.
         *
         *     Errors: INVALID_ARGUMENT `AMOUNT_INVALID`, `CURRENCY_WRONG`.
         */
        post: operations["createPrice"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/projects/{project}/apiTokens": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Lists the caller's tokens in a project, newest first
         * @description Lists the caller's tokens in a project, newest first. Revoked ones are not shown.
         */
        get: operations["listApiTokens"];
        put?: never;
        /**
         * Makes a token
         * @description Makes a token. Its secret is in this answer and nowhere else; a repeat of the request answers without it.
         */
        post: operations["createApiToken"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/projects/{project}/apiTokens/{apiToken}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Ends a token at once
         * @description Ends a token at once. Ending one that has ended succeeds.
         *
         *     Errors: NOT_FOUND `API_TOKEN_NOT_FOUND`.
         */
        delete: operations["revokeApiToken"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/projects/{project}/auditRecords": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Lists what was done in a project, newest first
         * @description Lists what was done in a project, newest first.
         */
        get: operations["listAuditRecords"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/projects/{project}/billingAccount": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Gets a project's account
         * @description Gets a project's account. A project that never had money has an account of zero.
         */
        get: operations["getBillingAccount"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/projects/{project}/billingAccount/transactions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Lists what was booked on a project's account, newest first
         * @description Lists what was booked on a project's account, newest first.
         */
        get: operations["listTransactions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/projects/{project}/billingAccount:credit": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Adds money to a project's account, on the operator's word
         * @description Adds money to a project's account, on the operator's word.
         *
         *     Errors: INVALID_ARGUMENT `AMOUNT_INVALID`, `CURRENCY_WRONG`.
         */
        post: operations["creditAccount"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/projects/{project}/instances": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Lists a project's instances, newest first
         * @description Lists a project's instances, newest first. Deleted ones, and creates that were refused, are not shown.
         */
        get: operations["listInstances"];
        put?: never;
        /**
         * Creates an instance and starts it
         * @description Creates an instance and starts it. Money for the setup and the first hour is reserved before any work begins. Safe to retry with the same `request_id`.
         *
         *     Errors: FAILED_PRECONDITION `INSUFFICIENT_FUNDS`, `NO_PRICE`, `NO_CLUSTER_FITS`, RESOURCE_EXHAUSTED `NO_ADDRESS_LEFT`, ALREADY_EXISTS `NAME_TAKEN`, NOT_FOUND `PLAN_NOT_FOUND`, `IMAGE_NOT_FOUND`, INVALID_ARGUMENT `DISPLAY_NAME_INVALID`, `SSH_KEY_INVALID`, UNAVAILABLE `OUTCOME_UNKNOWN` (it goes on; ask again with the same id).
         */
        post: operations["createInstance"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/projects/{project}/instances/{instance}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Gets one instance
         * @description Gets one instance. A deleted one can be got for as long as its row is kept.
         *
         *     Errors: NOT_FOUND `INSTANCE_NOT_FOUND`.
         */
        get: operations["getInstance"];
        put?: never;
        post?: never;
        /**
         * Deletes an instance with its disks
         * @description Deletes an instance with its disks. Its task ends only when nothing is left.
         *
         *     Errors: NOT_FOUND `INSTANCE_NOT_FOUND`, FAILED_PRECONDITION `ACTION_NOT_ALLOWED`.
         */
        delete: operations["deleteInstance"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/projects/{project}/instances/{instance}:start": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Starts a stopped instance
         * @description Starts a stopped instance.
         *
         *     Errors: NOT_FOUND `INSTANCE_NOT_FOUND`, FAILED_PRECONDITION `ACTION_NOT_ALLOWED`.
         */
        post: operations["startInstance"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/projects/{project}/instances/{instance}:stop": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Asks the guest to shut down, and cuts its power when it does not
         * @description Asks the guest to shut down, and cuts its power when it does not.
         *
         *     Errors: NOT_FOUND `INSTANCE_NOT_FOUND`, FAILED_PRECONDITION `ACTION_NOT_ALLOWED`.
         */
        post: operations["stopInstance"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/projects/{project}/tasks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Lists a project's tasks, newest first
         * @description Lists a project's tasks, newest first.
         */
        get: operations["listTasks"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/projects/{project}/tasks/{task}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Gets one task
         * @description Gets one task.
         *
         *     Errors: NOT_FOUND `TASK_NOT_FOUND`.
         */
        get: operations["getTask"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/projects/{project}/tasks/{task}:cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Cancels a task: one that waits for its first try ends at once, a running one at its next safe step
         * @description Cancels a task: one that waits for its first try ends at once, a running one at its next safe step. A cancelled create leaves no machine and costs nothing. What is being deleted, or is decided, cannot be cancelled.
         *
         *     Errors: NOT_FOUND `TASK_NOT_FOUND`, FAILED_PRECONDITION `TASK_NOT_CANCELLABLE`.
         */
        post: operations["cancelTask"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Lists users, newest first
         * @description Lists users, newest first.
         */
        get: operations["listUsers"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /** @description A project's money moved or was set aside. */
        AccountChanged: {
            id: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "AccountChanged";
            /** @description The name of what changed. */
            subject: string;
            /** Format: int64 */
            version: string;
            resource: components["schemas"]["BillingAccount"];
        };
        /** @description A range of IPv4 addresses on one cluster. */
        AddressPool: {
            /** @description `addressPools/{address_pool}`. */
            name: string;
            /** @description `clusters/{cluster}`. */
            cluster: string;
            /** @description `10.20.0.0/24`; a prefix of 20 to 30 bits. */
            cidr: string;
            /** @description Inside the range. */
            gateway: string;
            dnsServers: string[];
            /** @description The nodes' bridge: `vmbr0`. */
            bridge: string;
            /**
             * Format: int32
             * @description 1 to 4094; 0 for untagged.
             */
            vlan: number;
            /** Format: int64 */
            readonly total: string;
            /** Format: int64 */
            readonly used: string;
            /** Format: date-time */
            readonly createTime?: string;
        };
        /** @description A range of IPv4 addresses on one cluster. */
        AddressPoolInput: {
            /** @description `addressPools/{address_pool}`. */
            name?: string;
            /** @description `clusters/{cluster}`. */
            cluster: string;
            /** @description `10.20.0.0/24`; a prefix of 20 to 30 bits. */
            cidr: string;
            /** @description Inside the range. */
            gateway: string;
            dnsServers?: string[];
            /** @description The nodes' bridge: `vmbr0`. */
            bridge: string;
            /**
             * Format: int32
             * @description 1 to 4094; 0 for untagged.
             */
            vlan?: number;
        };
        /** @description A token, without its secret. */
        ApiToken: {
            /** @description `projects/{project}/apiTokens/{token}`. */
            name: string;
            displayName: string;
            /** Format: date-time */
            readonly createTime?: string;
            /**
             * Format: date-time
             * @description Absent: never ends by itself.
             */
            expireTime?: string;
            /**
             * Format: date-time
             * @description To the minute.
             */
            readonly lastUseTime?: string;
        };
        /** @description A token, without its secret. */
        ApiTokenInput: {
            /** @description `projects/{project}/apiTokens/{token}`. */
            name?: string;
            displayName: string;
            /**
             * Format: date-time
             * @description Absent: never ends by itself.
             */
            expireTime?: string;
        };
        /** @description One call, as it was made. It is never changed. */
        AuditRecord: {
            /** @description `auditRecords/{audit_record}`. */
            name: string;
            /** @description `users/{user}` or `services/{service}`; empty when nobody was known. */
            actor: string;
            /** @description `sessions/{session}` or `apiTokens/{token}`. */
            token: string;
            /** @description `nexus.instance.v1.InstanceService.CreateInstance`. */
            method: string;
            /** @description What it was done to. */
            resource: string;
            /** @description `projects/{project}`; empty for what belongs to none. */
            project: string;
            /** @description `ok`, or the reason of the refusal. */
            outcome: string;
            clientAddress: string;
            userAgent: string;
            requestId: string;
            /** @description The request as JSON, without sensitive fields. */
            requestJson: string;
            /**
             * Format: int32
             * @description How many refusals this stands for; 1 unless they came too fast to record each.
             */
            count: number;
            /** Format: date-time */
            createTime?: string;
        };
        /** @description A project's money, in the installation's currency. */
        BillingAccount: {
            /** @description `projects/{project}/billingAccount`. */
            name: string;
            /** @description What the project owns. Never negative. */
            readonly wallet?: components["schemas"]["Money"];
            /** @description What of the wallet is set aside for instances being made. */
            readonly held?: components["schemas"]["Money"];
            /** @description What usage cost beyond the wallet. Never negative. */
            readonly debt?: components["schemas"]["Money"];
            /** @description What can be reserved now. */
            readonly available?: components["schemas"]["Money"];
            /** Format: int64 */
            readonly version: string;
        };
        CancelProjectTaskRequest: {
            /** @description 1 to 64 printable characters; a repeat returns the first answer. */
            requestId?: string;
        };
        /** @description A Proxmox VE cluster that instances may run on. */
        Cluster: {
            /** @description `clusters/{cluster}`. */
            name: string;
            /** @description `https://10.0.0.1:8006`, one or more of its nodes. */
            endpoints: string[];
            /** @description SHA-256 of the nodes' certificates, as Proxmox shows it: upper-case hex with colons. */
            fingerprints: string[];
            /** @description `nexus@pve!panel`. */
            tokenId: string;
            /**
             * Format: int32
             * @description Ids of guests that are ours to give: 100 to 999999999, the first below the last.
             */
            firstVmid: number;
            /** Format: int32 */
            lastVmid: number;
            /** @description Where disks are made: `local-lvm`. Empty: beside the template's. */
            storage: string;
            /** Format: date-time */
            readonly createTime?: string;
        };
        /** @description A Proxmox VE cluster that instances may run on. */
        ClusterInput: {
            /** @description `clusters/{cluster}`. */
            name?: string;
            /** @description `https://10.0.0.1:8006`, one or more of its nodes. */
            endpoints: string[];
            /** @description SHA-256 of the nodes' certificates, as Proxmox shows it: upper-case hex with colons. */
            fingerprints: string[];
            /** @description `nexus@pve!panel`. */
            tokenId: string;
            /** @description Sealed at rest and never shown. */
            tokenSecret?: string;
            /**
             * Format: int32
             * @description Ids of guests that are ours to give: 100 to 999999999, the first below the last.
             */
            firstVmid: number;
            /** Format: int32 */
            lastVmid: number;
            /** @description Where disks are made: `local-lvm`. Empty: beside the template's. */
            storage?: string;
        };
        /** @description A cluster's part of the queue. */
        ClusterStats: {
            /** @description `clusters/{cluster}`. */
            cluster: string;
            /** Format: int64 */
            waiting: string;
            /** Format: int64 */
            running: string;
            /** Format: int64 */
            slots: string;
            /** @description Whether a scheduler works it. */
            owned: boolean;
        };
        CreateAddressPoolRequest: {
            /** @description The last segment of its name: lower-case letters, digits and dashes. */
            addressPoolId: string;
            addressPool: components["schemas"]["AddressPoolInput"];
            /** @description 1 to 64 printable characters; a repeat returns the first answer. */
            requestId?: string;
        };
        CreateApiTokenRequest: {
            apiToken: components["schemas"]["ApiTokenInput"];
            /** @description 1 to 64 printable characters; a repeat returns the first answer. */
            requestId?: string;
        };
        CreateApiTokenResponse: {
            apiToken?: components["schemas"]["ApiToken"];
            /** @description `nxs_…`. */
            secret: string;
        };
        CreateClusterRequest: {
            /** @description The last segment of its name: lower-case letters, digits and dashes. */
            clusterId: string;
            cluster: components["schemas"]["ClusterInput"];
            /** @description 1 to 64 printable characters; a repeat returns the first answer. */
            requestId?: string;
        };
        CreateImageRequest: {
            /** @description The last segment of its name: lower-case letters, digits and dashes. */
            imageId: string;
            image: components["schemas"]["ImageInput"];
            /** @description 1 to 64 printable characters; a repeat returns the first answer. */
            requestId?: string;
        };
        CreateInstanceRequest: {
            instance: components["schemas"]["InstanceInput"];
            /** @description 1 to 64 printable characters; a repeat returns the first answer. */
            requestId?: string;
            /** @description Check everything and answer the price; change nothing. The answer has no task. */
            validateOnly?: boolean;
        };
        CreateInstanceResponse: {
            instance?: components["schemas"]["Instance"];
            task?: components["schemas"]["Task"];
        };
        CreatePauseRequest: {
            pause: components["schemas"]["PauseInput"];
            /** @description 1 to 64 printable characters; a repeat returns the first answer. */
            requestId?: string;
        };
        CreatePlanRequest: {
            /** @description The last segment of its name: lower-case letters, digits and dashes. */
            planId: string;
            plan: components["schemas"]["PlanInput"];
            /** @description 1 to 64 printable characters; a repeat returns the first answer. */
            requestId?: string;
        };
        CreatePriceRequest: {
            price: components["schemas"]["PriceInput"];
            /** @description 1 to 64 printable characters; a repeat returns the first answer. */
            requestId?: string;
        };
        CreditAccountRequest: {
            /** @description More than zero, in the installation's currency. */
            amount: components["schemas"]["MoneyInput"];
            /** @description Shown to the customer: `Bank transfer of 3 May`. */
            reason: string;
            /** @description 1 to 64 printable characters; a repeat returns the first answer. */
            requestId?: string;
        };
        /**
         * @description Why a call failed: `reason` of google.rpc.ErrorInfo.
         * @enum {string}
         */
        ErrorReason: "ACTION_NOT_ALLOWED" | "ADDRESS_POOL_EXISTS" | "AMOUNT_INVALID" | "API_TOKEN_NOT_FOUND" | "BODY_INVALID" | "CIDR_INVALID" | "CLOSED" | "CLUSTER_EXISTS" | "CLUSTER_NOT_FOUND" | "CLUSTER_UNREACHABLE" | "CREDENTIALS_WRONG" | "CSRF_INVALID" | "CURRENCY_WRONG" | "CURSOR_INVALID" | "DEADLINE_EXCEEDED" | "DELETED_BEFORE_READY" | "DISPLAY_NAME_INVALID" | "EMAIL_INVALID" | "EMAIL_TAKEN" | "ENDPOINT_INVALID" | "EVENTS_LOST" | "EXPIRE_TIME_PAST" | "FIELD_INVALID" | "GUEST_ABSENT" | "HYPERVISOR_FAILED" | "IMAGE_EXISTS" | "IMAGE_NOT_FOUND" | "INSTANCE_NOT_FOUND" | "INSUFFICIENT_FUNDS" | "INTERNAL" | "LOCKED_OUT" | "NAME_TAKEN" | "NOT_A_SESSION" | "NOT_FOUND" | "NOT_OURS" | "NO_ADDRESS_LEFT" | "NO_CLUSTER_FITS" | "NO_PRICE" | "OUTCOME_UNKNOWN" | "OVERLOADED" | "PAGE_TOKEN_INVALID" | "PASSWORD_TOO_WEAK" | "PAUSE_EXISTS" | "PAUSE_NOT_FOUND" | "PERMISSION_DENIED" | "PLAN_EXISTS" | "PLAN_NOT_FOUND" | "REQUEST_ID_REUSED" | "REQUEST_IN_PROGRESS" | "RESERVATION_DIFFERS" | "ROUTE_NOT_FOUND" | "SESSION_INVALID" | "SIGN_UP_CLOSED" | "SIZE_INVALID" | "SLUG_INVALID" | "SSH_KEY_INVALID" | "TASK_CANCELLED" | "TASK_DIFFERS" | "TASK_NOT_CANCELLABLE" | "TASK_NOT_FOUND" | "TASK_TIMED_OUT" | "TIMED_OUT" | "TOKEN_INVALID" | "UNAUTHENTICATED" | "UNAVAILABLE" | "VMID_RANGE_INVALID";
        ExplainTaskResponse: {
            task?: components["schemas"]["QueueTask"];
            /** @description In one sentence, for people. */
            summary: string;
            /** @description Only when it waits: every rule, in order, whether or not it holds. */
            rules: components["schemas"]["QueueRule"][];
            /**
             * Format: int32
             * @description Only when it waits and nothing but a free slot is missing: 1 is next.
             */
            position: number;
            /** @description Only when it runs: which scheduler runs it. */
            owner: string;
        };
        GiveUpTaskRequest: {
            /** @description 1 to 64 printable characters; a repeat returns the first answer. */
            requestId?: string;
        };
        /** @description A system that can be ordered. */
        Image: {
            /** @description `images/{image}`. */
            name: string;
            /** @description `Debian 12`. */
            displayName: string;
            /** @description Who logs in with the keys: `debian`. */
            defaultUser: string;
            /** Format: date-time */
            readonly createTime?: string;
        };
        /** @description A system that can be ordered. */
        ImageInput: {
            /** @description `images/{image}`. */
            name?: string;
            /** @description `Debian 12`. */
            displayName: string;
            /** @description Who logs in with the keys: `debian`. */
            defaultUser: string;
        };
        /** @description A virtual machine. */
        Instance: {
            /** @description `projects/{project}/instances/{instance}`. */
            name: string;
            /** @description For people. Unique in the project, a DNS label: it becomes the host name. */
            displayName: string;
            /** @description `plans/{plan}`. Fixed once created. */
            plan: string;
            /** @description `images/{image}`. Fixed once created. */
            image: string;
            /** @description OpenSSH public keys, one each, for the image's user. */
            sshKeys: string[];
            readonly state: components["schemas"]["Instance.State"];
            /** @description Empty until an address is allocated. */
            readonly ipv4Address: string;
            /** Format: int32 */
            readonly vcpus: number;
            /** Format: int64 */
            readonly memoryMib: string;
            /** Format: int64 */
            readonly diskGib: string;
            /** @description As quoted when it was created. */
            readonly setupFee?: components["schemas"]["Money"];
            readonly hourPrice?: components["schemas"]["Money"];
            /** @description The newest task on this instance: `projects/{project}/tasks/{task}`. */
            readonly task: string;
            /** @description Why the last task failed; absent when it did not. */
            readonly error?: components["schemas"]["Task.Error"];
            /** @description What the caller may do now, and why not. */
            readonly allowedActions: components["schemas"]["Instance.AllowedAction"][];
            /** Format: date-time */
            readonly createTime?: string;
            /** Format: date-time */
            readonly updateTime?: string;
            /**
             * Format: int64
             * @description +1 per write; orders what arrives by events.
             */
            readonly version: string;
        };
        /** @description Something a caller may do with the instance, or why not now. */
        "Instance.AllowedAction": {
            /** @description `start`, `stop` or `delete`. More may be added. */
            action: string;
            allowed: boolean;
            /** @description One sentence; empty when allowed. */
            reason: string;
        };
        /**
         * @description What the machine is doing. Changed by calls and by the scheduler; never set by clients.
         * @enum {string}
         */
        "Instance.State": "STATE_UNSPECIFIED" | "RESERVING" | "PROVISIONING" | "RUNNING" | "STOPPING" | "STOPPED" | "STARTING" | "REBOOTING" | "DELETING" | "DELETED" | "FAILED";
        /** @description An instance was made, moved to another state, or changed otherwise. */
        InstanceChanged: {
            id: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "InstanceChanged";
            /** @description The name of what changed. */
            subject: string;
            /** Format: int64 */
            version: string;
            resource: components["schemas"]["Instance"];
        };
        /** @description A virtual machine. */
        InstanceInput: {
            /** @description `projects/{project}/instances/{instance}`. */
            name?: string;
            /** @description For people. Unique in the project, a DNS label: it becomes the host name. */
            displayName: string;
            /** @description `plans/{plan}`. Fixed once created. */
            plan: string;
            /** @description `images/{image}`. Fixed once created. */
            image: string;
            /** @description OpenSSH public keys, one each, for the image's user. */
            sshKeys?: string[];
        };
        KindStats: {
            kind: string;
            /** Format: int64 */
            waiting: string;
            /** Format: int64 */
            running: string;
        };
        ListAddressPoolsResponse: {
            addressPools: components["schemas"]["AddressPool"][];
            /** @description Empty on the last page, and only there. */
            nextPageToken: string;
        };
        ListApiTokensResponse: {
            apiTokens: components["schemas"]["ApiToken"][];
            /** @description Empty on the last page, and only there. */
            nextPageToken: string;
        };
        ListAuditRecordsResponse: {
            auditRecords: components["schemas"]["AuditRecord"][];
            /** @description Empty on the last page, and only there. */
            nextPageToken: string;
        };
        ListClustersResponse: {
            clusters: components["schemas"]["Cluster"][];
            /** @description Empty on the last page, and only there. */
            nextPageToken: string;
        };
        ListImagesResponse: {
            images: components["schemas"]["Image"][];
            /** @description Empty on the last page, and only there. */
            nextPageToken: string;
        };
        ListInstancesResponse: {
            instances: components["schemas"]["Instance"][];
            /** @description Empty on the last page, and only there. */
            nextPageToken: string;
        };
        ListPausesResponse: {
            pauses: components["schemas"]["Pause"][];
            /** @description Empty on the last page, and only there. */
            nextPageToken: string;
        };
        ListPlansResponse: {
            plans: components["schemas"]["Plan"][];
            /** @description Empty on the last page, and only there. */
            nextPageToken: string;
        };
        ListPricesResponse: {
            prices: components["schemas"]["Price"][];
            /** @description Empty on the last page, and only there. */
            nextPageToken: string;
        };
        /**
         * @description Which tasks. More may be added.
         * @enum {string}
         */
        "ListQueueTasksRequest.View": "VIEW_UNSPECIFIED" | "WAITING" | "RUNNING" | "RETRYING" | "FAILED";
        ListQueueTasksResponse: {
            tasks: components["schemas"]["QueueTask"][];
            /** @description Empty on the last page, and only there. */
            nextPageToken: string;
        };
        ListTasksResponse: {
            tasks: components["schemas"]["Task"][];
            /** @description Empty on the last page, and only there. */
            nextPageToken: string;
        };
        ListTransactionsResponse: {
            transactions: components["schemas"]["Transaction"][];
            /** @description Empty on the last page, and only there. */
            nextPageToken: string;
        };
        ListUsersResponse: {
            users: components["schemas"]["User"][];
            /** @description Empty on the last page, and only there. */
            nextPageToken: string;
        };
        /** @description The data of one server-sent event. */
        LiveEvent: components["schemas"]["AccountChanged"] | components["schemas"]["InstanceChanged"] | components["schemas"]["TaskChanged"];
        LogInRequest: {
            email: string;
            password: string;
        };
        LogInResponse: {
            user?: components["schemas"]["User"];
        };
        LogOutRequest: {
            /** @description 1 to 64 printable characters; a repeat returns the first answer. */
            requestId?: string;
        };
        LogOutResponse: Record<string, never>;
        /** @description An exact amount in one currency. Never a float. */
        Money: {
            /** @description ISO 4217 code, such as `EUR`. */
            currencyCode: string;
            /**
             * Format: int64
             * @description Millionths of the currency unit: 1.50 EUR is 1500000. May be negative.
             */
            micros: string;
        };
        /** @description An exact amount in one currency. Never a float. */
        MoneyInput: {
            /** @description ISO 4217 code, such as `EUR`. */
            currencyCode?: string;
            /**
             * Format: int64
             * @description Millionths of the currency unit: 1.50 EUR is 1500000. May be negative.
             */
            micros?: string;
        };
        /** @description Tasks that match are not begun. An empty field matches any. */
        Pause: {
            /** @description `pauses/{pause}`. */
            name: string;
            /** @description `clusters/{cluster}`. */
            cluster: string;
            /** @description `create`, `start`, `stop` or `delete`. */
            kind: string;
            /** @description `projects/{project}`. */
            project: string;
            /** @description `projects/{project}/instances/{instance}`. */
            instance: string;
            /** @description Why, for whoever wonders later. */
            reason: string;
            /** @description `users/{user}`. */
            readonly author: string;
            /** Format: date-time */
            readonly createTime?: string;
        };
        /** @description Tasks that match are not begun. An empty field matches any. */
        PauseInput: {
            /** @description `pauses/{pause}`. */
            name?: string;
            /** @description `clusters/{cluster}`. */
            cluster?: string;
            /** @description `create`, `start`, `stop` or `delete`. */
            kind?: string;
            /** @description `projects/{project}`. */
            project?: string;
            /** @description `projects/{project}/instances/{instance}`. */
            instance?: string;
            /** @description Why, for whoever wonders later. */
            reason: string;
        };
        /** @description A size that can be ordered. */
        Plan: {
            /** @description `plans/{plan}`. */
            name: string;
            displayName: string;
            /**
             * Format: int32
             * @description 1 to 128.
             */
            vcpus: number;
            /**
             * Format: int64
             * @description 128 to 4194304.
             */
            memoryMib: string;
            /**
             * Format: int64
             * @description 1 to 65536; at least the image's own size is used.
             */
            diskGib: string;
            /** Format: date-time */
            readonly createTime?: string;
        };
        /** @description A size that can be ordered. */
        PlanInput: {
            /** @description `plans/{plan}`. */
            name?: string;
            displayName: string;
            /**
             * Format: int32
             * @description 1 to 128.
             */
            vcpus: number;
            /**
             * Format: int64
             * @description 128 to 4194304.
             */
            memoryMib: string;
            /**
             * Format: int64
             * @description 1 to 65536; at least the image's own size is used.
             */
            diskGib: string;
        };
        /** @description What a plan costs. */
        Price: {
            /** @description `prices/{price}`. */
            name: string;
            /** @description `plans/{plan}`. */
            plan: string;
            /** @description Once, when the machine first runs. */
            setupFee: components["schemas"]["Money"];
            /** @description For each hour that it runs. */
            hour: components["schemas"]["Money"];
            /** @description At most this in one month. */
            month: components["schemas"]["Money"];
            /** Format: date-time */
            readonly createTime?: string;
        };
        /** @description What a plan costs. */
        PriceInput: {
            /** @description `prices/{price}`. */
            name?: string;
            /** @description `plans/{plan}`. */
            plan: string;
            /** @description Once, when the machine first runs. */
            setupFee: components["schemas"]["MoneyInput"];
            /** @description For each hour that it runs. */
            hour: components["schemas"]["MoneyInput"];
            /** @description At most this in one month. */
            month: components["schemas"]["MoneyInput"];
        };
        /** @description A project as one of its members sees it. */
        ProjectMembership: {
            /** @description `projects/{project}`. */
            project: string;
            displayName: string;
            /** @description What the caller may do there, such as `instances.create`. */
            permissions: string[];
        };
        /** @description One rule that a waiting task must pass. */
        QueueRule: {
            kind: components["schemas"]["QueueRule.Kind"];
            /** @description Whether it holds the task now. */
            holds: boolean;
            /** @description For people, either way: `Its project runs 8 of at most 8 tasks here`. */
            sentence: string;
            /**
             * Format: int32
             * @description Only for limits.
             */
            used: number;
            /** Format: int32 */
            limit: number;
            /**
             * Format: date-time
             * @description Only for TIME, when it holds.
             */
            untilTime?: string;
            /** @description Only for INSTANCE, when it holds: `projects/{project}/tasks/{task}`. */
            task: string;
            /** @description Only for PAUSE, when it holds. */
            pauses: components["schemas"]["Pause"][];
        };
        /**
         * @description In the order in which they are looked at. More may be added.
         * @enum {string}
         */
        "QueueRule.Kind": "KIND_UNSPECIFIED" | "OWNER" | "TIME" | "PAUSE" | "INSTANCE" | "PROJECT_LIMIT" | "SLOTS";
        /** @description The queue in numbers, as of now. */
        QueueStats: {
            /** Format: int64 */
            waiting: string;
            /** Format: int64 */
            running: string;
            /**
             * Format: int64
             * @description Of all clusters together.
             */
            slots: string;
            /** @description How long the longest waits of those whose time has come. */
            oldestWait?: string;
            /** @description Until the start, of the tasks of the last hour: 95 of 100 waited no longer. */
            startDelayP95?: string;
            /**
             * Format: int64
             * @description Of the tasks of the last hour.
             */
            endedLastHour: string;
            /** Format: int64 */
            succeededLastHour: string;
            /**
             * Format: int64
             * @description Dead letters: tasks that ended as failed and are still kept.
             */
            failed: string;
            /** Format: int64 */
            failedLastDay: string;
            /**
             * Format: int64
             * @description Of the open tasks.
             */
            rescues: string;
            kinds: components["schemas"]["KindStats"][];
            clusters: components["schemas"]["ClusterStats"][];
        };
        /** @description A task as the queue holds it. */
        QueueTask: {
            /** @description As its project sees it. */
            task?: components["schemas"]["Task"];
            state: components["schemas"]["QueueTask.State"];
            /** @description `clusters/{cluster}`. */
            cluster: string;
            /**
             * Format: int32
             * @description 0 (first) to 9.
             */
            priority: number;
            /**
             * Format: int32
             * @description How often it may be begun; 0 is for ever.
             */
            maxAttempts: number;
            /**
             * Format: int32
             * @description How often it was taken over from an owner that vanished.
             */
            rescues: number;
            cancelRequested: boolean;
            /**
             * Format: date-time
             * @description Only when it waits: not begun before.
             */
            runTime?: string;
            /** @description Why its last try did not succeed, when it is tried again. */
            lastError: string;
            /** @description Only when it waits: the first thing that holds it, in a few words. */
            waitsFor: string;
        };
        /**
         * @description What is done with it now. A task whose outcome is decided may wait or run: it puts things in order.
         * @enum {string}
         */
        "QueueTask.State": "STATE_UNSPECIFIED" | "WAITING" | "RUNNING" | "ENDED";
        /** @description Which of the tasks that wait for their next try; an empty field matches any. */
        RetryFilter: {
            /** @description `clusters/{cluster}`. */
            cluster?: string;
            kind?: string;
            /** @description `projects/{project}`. */
            project?: string;
        };
        RetryTasksRequest: {
            /** @description `projects/{project}/tasks/{task}`. */
            names?: string[];
            /** @description Instead: all of these, the oldest 1000 of them. */
            filter?: components["schemas"]["RetryFilter"];
            /** @description 1 to 64 printable characters; a repeat returns the first answer. */
            requestId?: string;
        };
        RetryTasksResponse: {
            /** @description In the order of the names; of a filter, oldest first. */
            results: components["schemas"]["RetryTasksResponse.Result"][];
        };
        /** @description What became of one task. */
        "RetryTasksResponse.Result": {
            /** @description `projects/{project}/tasks/{task}`. */
            name: string;
            outcome: components["schemas"]["RetryTasksResponse.Result.Outcome"];
        };
        /** @enum {string} */
        "RetryTasksResponse.Result.Outcome": "OUTCOME_UNSPECIFIED" | "RETRIED" | "READY" | "RUNNING" | "ENDED" | "NOT_FOUND";
        /** @description Who the caller is. */
        Session: {
            user?: components["schemas"]["User"];
            projects: components["schemas"]["ProjectMembership"][];
            /** @description Such as `admin.billing.credit`; empty for a customer. */
            globalPermissions: string[];
            /** Format: date-time */
            expireTime?: string;
        };
        SignUpRequest: {
            email: string;
            /** @description 8 to 128 characters; common passwords are refused. */
            password: string;
        };
        SignUpResponse: {
            user?: components["schemas"]["User"];
        };
        StartInstanceRequest: {
            /** @description 1 to 64 printable characters; a repeat returns the first answer. */
            requestId?: string;
        };
        /**
         * @description The `Status` type defines a logical error model that is suitable for different programming environments, including REST APIs and RPC APIs. It is used by [gRPC](https://github.com/grpc). Each `Status` message contains three pieces of data: error code, error message, and error details.
         *
         *     You can find out more about this error model and how to work with it in the [API Design Guide](https://cloud.google.com/apis/design/errors).
         */
        Status: {
            /**
             * Format: int32
             * @description The status code, which should be an enum value of [google.rpc.Code][google.rpc.Code].
             */
            code: number;
            /** @description A developer-facing error message, which should be in English. Any user-facing error message should be localized and sent in the [google.rpc.Status.details][google.rpc.Status.details] field, or localized by the client. */
            message: string;
            /** @description A list of messages that carry the error details.  There is a common set of message types for APIs to use. */
            details: ({
                "@type": string;
            } & {
                [key: string]: unknown;
            })[];
        };
        StopInstanceRequest: {
            /** @description 1 to 64 printable characters; a repeat returns the first answer. */
            requestId?: string;
        };
        /** @description Work that waits for a hypervisor: `google.longrunning.Operation`, with types. */
        Task: {
            /** @description `projects/{project}/tasks/{task}`. */
            name: string;
            /** @description `create`, `start`, `stop` or `delete`. More may be added. */
            readonly kind: string;
            readonly state: components["schemas"]["Task.State"];
            /**
             * Format: int32
             * @description 0 to 100; never goes back.
             */
            readonly progressPercent: number;
            readonly steps: components["schemas"]["Task.Step"][];
            /** @description What is worked on: `projects/{project}/instances/{instance}`. */
            readonly target: string;
            /** @description Only when FAILED or CANCELLED. */
            readonly error?: components["schemas"]["Task.Error"];
            /**
             * Format: int32
             * @description How often the task was begun; 1 is the first time.
             */
            readonly attempt: number;
            /** Format: date-time */
            readonly createTime?: string;
            /** Format: date-time */
            readonly startTime?: string;
            /** Format: date-time */
            readonly endTime?: string;
            /**
             * Format: int64
             * @description +1 per write; orders what arrives by events.
             */
            readonly version: string;
        };
        /** @description Why a task failed. Same reasons as the errors of calls. */
        "Task.Error": {
            /** @description UPPER_SNAKE_CASE, for programs. */
            reason: string;
            /** @description One sentence, for people. */
            message: string;
        };
        /**
         * @description Where the task is. SUCCEEDED, FAILED and CANCELLED are final.
         * @enum {string}
         */
        "Task.State": "STATE_UNSPECIFIED" | "PENDING" | "RUNNING" | "SUCCEEDED" | "FAILED" | "CANCELLED";
        /** @description One step of the task, in the order they are taken. */
        "Task.Step": {
            /** @description For people: `Clone the image`. */
            title: string;
            state: components["schemas"]["Task.Step.State"];
            /** Format: date-time */
            startTime?: string;
            /** Format: date-time */
            endTime?: string;
        };
        /** @enum {string} */
        "Task.Step.State": "STATE_UNSPECIFIED" | "PENDING" | "RUNNING" | "DONE" | "FAILED";
        /** @description A task was taken, began, took a step, or ended. */
        TaskChanged: {
            id: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "TaskChanged";
            /** @description The name of what changed. */
            subject: string;
            /** Format: int64 */
            version: string;
            resource: components["schemas"]["Task"];
        };
        /** @description Something booked. It is never changed or deleted. */
        Transaction: {
            /** @description `projects/{project}/billingAccount/transactions/{transaction}`. */
            name: string;
            kind: components["schemas"]["Transaction.Kind"];
            /** @description For people: `Setup fee for web-1`. */
            description: string;
            /** @description What the account gained; negative for a charge. */
            amount?: components["schemas"]["Money"];
            /** @description The wallet less the debt, after this transaction. */
            balanceAfter?: components["schemas"]["Money"];
            /** @description What it was for, such as an instance's name; empty for a credit. */
            subject: string;
            /** Format: date-time */
            createTime?: string;
        };
        /**
         * @description Why money moved.
         * @enum {string}
         */
        "Transaction.Kind": "KIND_UNSPECIFIED" | "CREDIT" | "SETUP_FEE";
        /** @description A person with an account. */
        User: {
            /** @description `users/{user}`. */
            name: string;
            readonly email: string;
            readonly role: components["schemas"]["User.Role"];
            /** @description `projects/{project}`, made at sign-up. */
            readonly personalProject: string;
            /** Format: date-time */
            readonly createTime?: string;
            /** Format: int64 */
            readonly version: string;
        };
        /**
         * @description What a user is to the installation.
         * @enum {string}
         */
        "User.Role": "ROLE_UNSPECIFIED" | "USER" | "ADMINISTRATOR";
    };
    responses: {
        /** @description It failed. */
        Error: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Status"];
            };
        };
    };
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    listAddressPools: {
        parameters: {
            query?: {
                /** @description At most this many; 0 means 50, more than 200 means 200. */
                pageSize?: number;
                /** @description From the previous page. */
                pageToken?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ListAddressPoolsResponse"];
                };
            };
            default: components["responses"]["Error"];
        };
    };
    createAddressPool: {
        parameters: {
            query?: never;
            header?: {
                /** @description Stands for the request's `requestId`. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CreateAddressPoolRequest"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AddressPool"];
                };
            };
            default: components["responses"]["Error"];
        };
    };
    listPauses: {
        parameters: {
            query?: {
                /** @description At most this many; 0 means 50, more than 200 means 200. */
                pageSize?: number;
                /** @description From the previous page. */
                pageToken?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ListPausesResponse"];
                };
            };
            default: components["responses"]["Error"];
        };
    };
    createPause: {
        parameters: {
            query?: never;
            header?: {
                /** @description Stands for the request's `requestId`. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CreatePauseRequest"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Pause"];
                };
            };
            default: components["responses"]["Error"];
        };
    };
    deletePause: {
        parameters: {
            query?: {
                /** @description 1 to 64 printable characters; a repeat returns the first answer. */
                requestId?: string;
            };
            header?: {
                /** @description Stands for the request's `requestId`. */
                "Idempotency-Key"?: string;
            };
            path: {
                pause: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": Record<string, never>;
                };
            };
            default: components["responses"]["Error"];
        };
    };
    explainTask: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                project: string;
                task: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ExplainTaskResponse"];
                };
            };
            default: components["responses"]["Error"];
        };
    };
    giveUpTask: {
        parameters: {
            query?: never;
            header?: {
                /** @description Stands for the request's `requestId`. */
                "Idempotency-Key"?: string;
            };
            path: {
                project: string;
                task: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["GiveUpTaskRequest"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["QueueTask"];
                };
            };
            default: components["responses"]["Error"];
        };
    };
    getQueueStats: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["QueueStats"];
                };
            };
            default: components["responses"]["Error"];
        };
    };
    listQueueTasks: {
        parameters: {
            query?: {
                view?: components["schemas"]["ListQueueTasksRequest.View"];
                /** @description `clusters/{cluster}`; empty: of all. */
                cluster?: string;
                kind?: string;
                /** @description `projects/{project}`; empty: of all. */
                project?: string;
                /** @description Of the error: `HYPERVISOR_FAILED`. */
                reason?: string;
                /** @description At most this many; 0 means 50, more than 200 means 200. */
                pageSize?: number;
                /** @description From the previous page. Every other field must be unchanged. */
                pageToken?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ListQueueTasksResponse"];
                };
            };
            default: components["responses"]["Error"];
        };
    };
    retryTasks: {
        parameters: {
            query?: never;
            header?: {
                /** @description Stands for the request's `requestId`. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["RetryTasksRequest"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RetryTasksResponse"];
                };
            };
            default: components["responses"]["Error"];
        };
    };
    listAllAuditRecords: {
        parameters: {
            query?: {
                /** @description At most this many; 0 means 50, more than 200 means 200. */
                pageSize?: number;
                /** @description From the previous page. Every other field must be unchanged. */
                pageToken?: string;
                "filter.actor"?: string;
                /** @description Full name of the method, or its last part. */
                "filter.method"?: string;
                "filter.resource"?: string;
                /** @description `ok`, `refused` or a reason. */
                "filter.outcome"?: string;
                /** @description From this instant on. */
                "filter.startTime"?: string;
                /** @description Before this instant. */
                "filter.endTime"?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ListAuditRecordsResponse"];
                };
            };
            default: components["responses"]["Error"];
        };
    };
    getSession: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Session"];
                };
            };
            default: components["responses"]["Error"];
        };
    };
    logIn: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["LogInRequest"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LogInResponse"];
                };
            };
            default: components["responses"]["Error"];
        };
    };
    logOut: {
        parameters: {
            query?: never;
            header?: {
                /** @description Stands for the request's `requestId`. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["LogOutRequest"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LogOutResponse"];
                };
            };
            default: components["responses"]["Error"];
        };
    };
    signUp: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SignUpRequest"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SignUpResponse"];
                };
            };
            default: components["responses"]["Error"];
        };
    };
    listClusters: {
        parameters: {
            query?: {
                /** @description At most this many; 0 means 50, more than 200 means 200. */
                pageSize?: number;
                /** @description From the previous page. */
                pageToken?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ListClustersResponse"];
                };
            };
            default: components["responses"]["Error"];
        };
    };
    createCluster: {
        parameters: {
            query?: never;
            header?: {
                /** @description Stands for the request's `requestId`. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CreateClusterRequest"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Cluster"];
                };
            };
            default: components["responses"]["Error"];
        };
    };
    streamEvents: {
        parameters: {
            query: {
                /** @description `projects/{project}`; `projects/-` for administrators. */
                project: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The stream. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": string;
                };
            };
            default: components["responses"]["Error"];
        };
    };
    listImages: {
        parameters: {
            query?: {
                /** @description At most this many; 0 means 50, more than 200 means 200. */
                pageSize?: number;
                /** @description From the previous page. */
                pageToken?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ListImagesResponse"];
                };
            };
            default: components["responses"]["Error"];
        };
    };
    createImage: {
        parameters: {
            query?: never;
            header?: {
                /** @description Stands for the request's `requestId`. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CreateImageRequest"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Image"];
                };
            };
            default: components["responses"]["Error"];
        };
    };
    listPlans: {
        parameters: {
            query?: {
                /** @description At most this many; 0 means 50, more than 200 means 200. */
                pageSize?: number;
                /** @description From the previous page. */
                pageToken?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ListPlansResponse"];
                };
            };
            default: components["responses"]["Error"];
        };
    };
    createPlan: {
        parameters: {
            query?: never;
            header?: {
                /** @description Stands for the request's `requestId`. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CreatePlanRequest"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Plan"];
                };
            };
            default: components["responses"]["Error"];
        };
    };
    listPrices: {
        parameters: {
            query?: {
                /** @description At most this many; 0 means 50, more than 200 means 200. */
                pageSize?: number;
                /** @description From the previous page. */
                pageToken?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ListPricesResponse"];
                };
            };
            default: components["responses"]["Error"];
        };
    };
    createPrice: {
        parameters: {
            query?: never;
            header?: {
                /** @description Stands for the request's `requestId`. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CreatePriceRequest"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Price"];
                };
            };
            default: components["responses"]["Error"];
        };
    };
    listApiTokens: {
        parameters: {
            query?: {
                /** @description At most this many; 0 means 50, more than 200 means 200. */
                pageSize?: number;
                /** @description From the previous page. Every other field must be unchanged. */
                pageToken?: string;
            };
            header?: never;
            path: {
                project: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ListApiTokensResponse"];
                };
            };
            default: components["responses"]["Error"];
        };
    };
    createApiToken: {
        parameters: {
            query?: never;
            header?: {
                /** @description Stands for the request's `requestId`. */
                "Idempotency-Key"?: string;
            };
            path: {
                project: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CreateApiTokenRequest"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CreateApiTokenResponse"];
                };
            };
            default: components["responses"]["Error"];
        };
    };
    revokeApiToken: {
        parameters: {
            query?: {
                /** @description 1 to 64 printable characters; a repeat returns the first answer. */
                requestId?: string;
            };
            header?: {
                /** @description Stands for the request's `requestId`. */
                "Idempotency-Key"?: string;
            };
            path: {
                project: string;
                apiToken: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": Record<string, never>;
                };
            };
            default: components["responses"]["Error"];
        };
    };
    listAuditRecords: {
        parameters: {
            query?: {
                /** @description At most this many; 0 means 50, more than 200 means 200. */
                pageSize?: number;
                /** @description From the previous page. Every other field must be unchanged. */
                pageToken?: string;
                "filter.actor"?: string;
                /** @description Full name of the method, or its last part. */
                "filter.method"?: string;
                "filter.resource"?: string;
                /** @description `ok`, `refused` or a reason. */
                "filter.outcome"?: string;
                /** @description From this instant on. */
                "filter.startTime"?: string;
                /** @description Before this instant. */
                "filter.endTime"?: string;
            };
            header?: never;
            path: {
                project: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ListAuditRecordsResponse"];
                };
            };
            default: components["responses"]["Error"];
        };
    };
    getBillingAccount: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                project: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BillingAccount"];
                };
            };
            default: components["responses"]["Error"];
        };
    };
    listTransactions: {
        parameters: {
            query?: {
                /** @description At most this many; 0 means 50, more than 200 means 200. */
                pageSize?: number;
                /** @description From the previous page. Every other field must be unchanged. */
                pageToken?: string;
            };
            header?: never;
            path: {
                project: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ListTransactionsResponse"];
                };
            };
            default: components["responses"]["Error"];
        };
    };
    creditAccount: {
        parameters: {
            query?: never;
            header?: {
                /** @description Stands for the request's `requestId`. */
                "Idempotency-Key"?: string;
            };
            path: {
                project: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CreditAccountRequest"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Transaction"];
                };
            };
            default: components["responses"]["Error"];
        };
    };
    listInstances: {
        parameters: {
            query?: {
                /** @description At most this many; 0 means 50, more than 200 means 200. */
                pageSize?: number;
                /** @description From the previous page. Every other field must be unchanged. */
                pageToken?: string;
            };
            header?: never;
            path: {
                project: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ListInstancesResponse"];
                };
            };
            default: components["responses"]["Error"];
        };
    };
    createInstance: {
        parameters: {
            query?: never;
            header?: {
                /** @description Stands for the request's `requestId`. */
                "Idempotency-Key"?: string;
            };
            path: {
                project: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CreateInstanceRequest"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CreateInstanceResponse"];
                };
            };
            default: components["responses"]["Error"];
        };
    };
    getInstance: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                project: string;
                instance: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Instance"];
                };
            };
            default: components["responses"]["Error"];
        };
    };
    deleteInstance: {
        parameters: {
            query?: {
                /** @description 1 to 64 printable characters; a repeat returns the first answer. */
                requestId?: string;
            };
            header?: {
                /** @description Stands for the request's `requestId`. */
                "Idempotency-Key"?: string;
            };
            path: {
                project: string;
                instance: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Task"];
                };
            };
            default: components["responses"]["Error"];
        };
    };
    startInstance: {
        parameters: {
            query?: never;
            header?: {
                /** @description Stands for the request's `requestId`. */
                "Idempotency-Key"?: string;
            };
            path: {
                project: string;
                instance: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["StartInstanceRequest"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Task"];
                };
            };
            default: components["responses"]["Error"];
        };
    };
    stopInstance: {
        parameters: {
            query?: never;
            header?: {
                /** @description Stands for the request's `requestId`. */
                "Idempotency-Key"?: string;
            };
            path: {
                project: string;
                instance: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["StopInstanceRequest"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Task"];
                };
            };
            default: components["responses"]["Error"];
        };
    };
    listTasks: {
        parameters: {
            query?: {
                /** @description At most this many; 0 means 50, more than 200 means 200. */
                pageSize?: number;
                /** @description From the previous page. Every other field must be unchanged. */
                pageToken?: string;
                /** @description Only tasks on this instance: `projects/{project}/instances/{instance}`. */
                target?: string;
            };
            header?: never;
            path: {
                project: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ListTasksResponse"];
                };
            };
            default: components["responses"]["Error"];
        };
    };
    getTask: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                project: string;
                task: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Task"];
                };
            };
            default: components["responses"]["Error"];
        };
    };
    cancelTask: {
        parameters: {
            query?: never;
            header?: {
                /** @description Stands for the request's `requestId`. */
                "Idempotency-Key"?: string;
            };
            path: {
                project: string;
                task: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["CancelProjectTaskRequest"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Task"];
                };
            };
            default: components["responses"]["Error"];
        };
    };
    listUsers: {
        parameters: {
            query?: {
                /** @description At most this many; 0 means 50, more than 200 means 200. */
                pageSize?: number;
                /** @description From the previous page. Every other field must be unchanged. */
                pageToken?: string;
                /** @description Only users whose e-mail address contains this, in any case. */
                emailContains?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ListUsersResponse"];
                };
            };
            default: components["responses"]["Error"];
        };
    };
}
