BIN := node_modules/.bin
TSX := node --import tsx
VITEST := $(BIN)/vitest run --project
# With what only some have, so that nothing is forgotten.
COMPOSE := scripts/containers/compose.sh --profile mail --profile observability
# npm writes it last, so that it is as new as the last complete install.
INSTALLED := node_modules/.package-lock.json
SOURCES := $(shell find apps libs -path apps/web -prune -o -name '*.ts' -not -name '*spec.ts' -print) $(shell find apps -path apps/web -prune -o -path '*/public/*' -print) $(wildcard *.json apps/*/*.json tools/build/*.ts) docs/asyncapi.html docs/asyncapi.json
WEB_SOURCES := $(shell find apps/web libs/client/src libs/live/src -type f -not -name '*spec.ts') tsconfig.json

.PHONY: help install build run dev check test test-unit test-integration test-e2e test-releases test-hostile test-kubernetes types lint format clean
.PHONY: tables migration bench proto proto-lint proto-format proto-breaking docs openapi asyncapi errors diagram postman dead-letters
.PHONY: backup restore admin certs rotate-keys revoke-keys kubernetes-secrets rolling-deploy blue-green-deploy blue-green-switch blue-green-rollback blue-green-clean
.PHONY: version images up down logs ps test-containers
.PHONY: dashboards observe
.PHONY: canary-deploy canary-promote canary-abort blue-green-finish release-status packages demo release

help: ## Lists the targets
	@awk -F ':.*## ' '/^[a-z0-9-]+:.*## / { printf "  %-20s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

install: $(INSTALLED) ## Installs the npm packages, where package-lock.json has changed

$(INSTALLED): package-lock.json
	npm ci --no-audit --no-fund
	@touch $@

build: dist/.built dist/.web-built ## Builds the five apps and the web client, where a source has changed

dist/.built: $(SOURCES) $(INSTALLED)
	@echo "Building the apps"
	@$(TSX) tools/build/build.ts
	@touch $@

dist/.web-built: $(WEB_SOURCES) $(INSTALLED)
	@echo "Building the web client"
	@$(TSX) tools/build/web.ts
	@touch $@

packages: dist/packages/.built ## Builds and packs @messenger/client and @messenger/live into dist/packages

dist/packages/.built: $(shell find libs/client libs/live -type f) tsconfig.json $(INSTALLED)
	@scripts/packages.sh
	@touch $@

run: install ## Installs, builds and starts everything; PORT=4000 make run takes another port than 3000
	@exec $(TSX) scripts/run.ts

dev: install ## The same, but each app is rebuilt and restarted when its source changes; the web client has hot reload
	@exec $(TSX) scripts/dev.ts

observe: install ## Prometheus beside make run or make dev, with the alert rules
	@exec $(TSX) scripts/observe.ts

check: install ## Types, lint, unit and contract tests: what a change wants to know first
	@exec scripts/test.sh check

demo: install ## Fills a stack that runs on this machine with a few friends and chats; PORT= as for make run
	@$(TSX) tools/demo/demo.ts 'http://127.0.0.1:$(or $(PORT),3000)'

test: install ## Every check and test, on servers of its own
	@exec scripts/test.sh

test-unit: install ## The tests of rules, and of documents and manifests
	$(VITEST) unit --project contract

test-integration: install ## The tests on real PostgreSQL and RabbitMQ
	$(VITEST) integration

test-e2e: build ## The tests over HTTP on whole stacks
	$(VITEST) e2e
	$(VITEST) stack

test-releases: build ## Versions that follow each other, under load
	$(VITEST) releases

test-hostile: build ## Attacks on a whole stack, and what others notice of them; not part of make test
	$(VITEST) hostile

test-containers: install ## The images and docker-compose.yml, with Docker; not part of make test
	@scripts/containers/expect-docker.sh
	$(VITEST) containers

test-kubernetes: install ## The API server and the release scripts on the cluster of KUBECONFIG; not part of make test
	@[ -n "$$KUBECONFIG" ] || { echo 'KUBECONFIG names no cluster: kind, minikube, or any other' >&2; exit 1; }
	$(VITEST) kubernetes --reporter verbose

types: install ## The compiler's check
	@scripts/types.sh

lint: install ## ESLint, and oxlint with the rules that need types
	$(BIN)/eslint --config .eslintrc.js apps libs tools scripts test
	$(BIN)/oxlint apps libs tools scripts test

format: install proto-format ## Formats sources and protos
	$(BIN)/prettier --plugin @prettier/plugin-oxc --write .

proto: install ## Generates TypeScript from proto/
	npm run proto

proto-lint: install ## buf's lint
	$(BIN)/buf lint

proto-format: install ## Formats the protos
	$(BIN)/buf format proto -w

proto-breaking: install ## Compares the protos with the last release
	@scripts/proto-breaking.sh

# The test that compares a document with its sources also writes it.
WRITE_DOCUMENT := $(VITEST) contract test/contract/documents.spec.ts --update

docs: install ## Generates every generated document
	$(WRITE_DOCUMENT)

openapi: install ## Generates docs/openapi.json
	$(WRITE_DOCUMENT) -t docs/openapi.json

asyncapi: install ## Generates docs/asyncapi.json and its page, docs/asyncapi.html
	$(WRITE_DOCUMENT) -t docs/asyncapi

errors: install ## Generates docs/errors.md
	$(WRITE_DOCUMENT) -t docs/errors.md

diagram: install ## Generates docs/images/architecture.svg
	$(WRITE_DOCUMENT) -t docs/images/

dashboards: install ## Generates Grafana's dashboards
	$(WRITE_DOCUMENT) -t observability/

postman: install ## Generates the Postman collection and its environment
	$(WRITE_DOCUMENT) -t postman/

tables: install ## Generates the row types of each service's tables from its migrations
	$(VITEST) integration test/contract/tables.int-spec.ts --update

migration: install ## Writes an empty migration: NAME=add-birthday SERVICE=user-service
	@$(TSX) scripts/new-migration.ts '$(SERVICE)' '$(NAME)'

bench: build ## Measures the whole stack: MODES=saturation,rate-500 REPEATS=3 PEER=ejabberd
	@exec $(TSX) tools/bench/bench.ts

dead-letters: ## Lists what consumers have given up on, here or in the containers; ARGS=replay sends it to them again
	@for service in auth-service user-service subscriber-service chat-service; do scripts/operate.sh dead-letters $$service $(ARGS) || exit 1; done

backup: ## Writes everything of the stack, here or in the containers, into one file: FILE=, encrypted with PASSPHRASE=
	@scripts/backup.sh '$(FILE)'

restore: install ## Puts a backup into an empty data folder or empty volumes: FILE= PASSPHRASE=
	@scripts/restore.sh '$(FILE)'

certs: ## Makes an authority and a certificate for each app, for 90 days: FOLDER=.data/certificates; again, it renews them
	@scripts/containers/certificates.sh $(FOLDER)

admin: ## Makes the account with an address an administrator's, here or in the containers: EMAIL=
	@scripts/operate.sh grant-admin auth-service '$(EMAIL)'

rotate-keys: ## Gives auth-service another signing key, here or in the containers; tokens of the last one stay good
	@scripts/operate.sh rotate-keys auth-service

revoke-keys: ## Replaces all signing keys: every access token ends within 5 s, and every device refreshes
	@scripts/operate.sh revoke-keys auth-service

kubernetes-secrets: ## Prints the secrets that the manifests name, with new values; OVERLAY=local for those of a local try
	@scripts/release/secrets.sh

release-status: ## Shows how each app is released: mode, versions, pods, shares, and what leads back to plain
	@scripts/release/status.sh '$(APP)'

rolling-deploy: ## Installs or updates all apps pod by pod: VERSION= OVERLAY=production|local; DRY_RUN=1 changes nothing
	@scripts/release/rolling.sh '$(VERSION)'

blue-green-deploy: ## Brings the idle colour up and tests it: APP= VERSION=
	@scripts/release/blue-green.sh deploy '$(APP)' '$(VERSION)'

blue-green-switch: ## Gives it all the traffic: APP=
	@scripts/release/blue-green.sh switch '$(APP)'

blue-green-rollback: ## Gives the traffic back to the one before: APP=
	@scripts/release/blue-green.sh rollback '$(APP)'

blue-green-clean: ## Removes the colour that is not live: APP=
	@scripts/release/blue-green.sh clean '$(APP)'

blue-green-finish: ## Back to the plain state, from wherever it stands; the live version becomes the stable one: APP=
	@scripts/release/blue-green.sh finish '$(APP)'

canary-deploy: ## Gives a new version part of the traffic, and watches it: APP= VERSION= WEIGHT=
	@scripts/release/canary.sh deploy '$(APP)' '$(VERSION)' '$(WEIGHT)'

canary-promote: ## Makes the canary's version the stable one: APP=
	@scripts/release/canary.sh promote '$(APP)'

canary-abort: ## Removes the canary: APP=
	@scripts/release/canary.sh abort '$(APP)'

version: install ## Sets the version wherever it is named: VERSION=
	@exec $(TSX) scripts/version.ts '$(VERSION)'

release: install ## Cuts a release: VERSION=; checks, version, changelog, commit, packages, images (where Docker is)
	@$(TSX) tools/release/src/cut-release.ts '$(VERSION)'

images: ## Builds the five images; VERSION= is their tag, by default the version of package.json
	@scripts/containers/images.sh '$(VERSION)'

up: .env .data/certificates images ## Builds the images, starts everything in containers, and waits until it is ready; PORT= as for make run
	@scripts/containers/up.sh

# Written once: later it is yours.
.env:
	@scripts/containers/env.sh

# Once: later make certs renews them.
.data/certificates:
	@scripts/containers/certificates.sh

down: ## Stops and removes the containers; the data stay in their volumes
	@$(COMPOSE) down

logs: ## Shows the containers' logs, and goes on
	@$(COMPOSE) logs --follow --tail 100

ps: ## Lists the containers
	@$(COMPOSE) ps

clean: ## Removes what was built; the data stay in .data
	rm -rf dist coverage
