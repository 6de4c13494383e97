#!/usr/bin/env node
"use strict";
// Starts `npx kite` and `npm run kite`. Even an old Node.js must be able to parse this file.
require("../launcher/check-node.cjs");
void require("../launcher/launch.cjs").launch("cli/main.ts");
