// Calls each operation of the HTTPS API with the client that the build has generated, and prints what it asked for.
// every-operation SERVER DATA REQUEST RENEWAL: where the server is, its data directory, and two PKCS#10 requests in base64, the second of user-42
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Agent, fetch as send } from "undici";
import * as omega from "./omega/index.js";

const [server, data, request, renewal] = process.argv.slice(2);
const ALICE = 42;
const BOB = 7;
const HOME = 1001;
const KEY = "a2V5";
const PNG = new Blob([new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 1, 2, 3])]);
const asked = new Set<string>();

/** Shows the demo's certificate of this name, or none. */
function client(name?: string, login: Partial<omega.ConfigurationParameters> = {}): omega.Configuration {
  const file = (path: string) => readFileSync(join(data, path));
  const identity = name ? { cert: file(`demo/${name}.pem`), key: file(`demo/${name}.key`) } : {};
  const dispatcher = new Agent({ connect: { ca: file("pki/ca.pem"), ...identity } });
  const fetchApi = async (url: RequestInfo | URL, init?: RequestInit) => {
    asked.add(`${init?.method} ${new URL(String(url)).pathname}`);
    return await send(String(url), { ...(init as object), dispatcher }) as unknown as Response;
  };
  return new omega.Configuration({ basePath: server, fetchApi: fetchApi as typeof fetch, ...login });
}

async function refused(status: number, call: Promise<unknown>) {
  await assert.rejects(call, (failure) => failure instanceof omega.ResponseError && failure.response.status === status);
}

const operator = client("operator");

async function anybody() {
  const lookup = new omega.LookupApi(client());
  assert.equal((await lookup.getProfile({ userId: ALICE })).username, "alice");
  assert.equal((await lookup.getUserId({ username: "Alice" })).userId, ALICE);
  assert.equal((await lookup.findOmikron({ id: 1, of: "omikron" })).omikronId, 1);
  assert.ok((await lookup.getServerKey()).publicKey);
  await refused(503, lookup.getAnyOmikron());
}

async function aUserItself() {
  const notifications = new omega.NotificationsApi(client("user-42"));
  await notifications.readNotifications({ userId: ALICE, senderId: BOB });
  assert.deepEqual((await notifications.getNotifications({ userId: ALICE })).notifications, []);
  await refused(403, notifications.getNotifications({ userId: BOB }));
}

async function enrolled(username: string, password: string) {
  const est = new omega.EnrolmentApi(client(undefined, { username, password }));
  assert.ok((await est.enrol({ body: new Blob([request]) })).size > 0);
  assert.ok((await est.getAuthorities()).size > 0);
}

async function devices() {
  const devices = new omega.DevicesApi(operator);
  const { code } = await devices.issueDeviceCode({ codeRequest: { userId: ALICE, name: "laptop" } });
  assert.equal((await devices.listDeviceCodes({ userId: ALICE })).codes[0].name, "laptop");
  await enrolled(String(ALICE), code);
  await new omega.EnrolmentApi(client("user-42")).renew({ body: new Blob([renewal]) });
  const found = (await devices.listDevices({ userId: ALICE })).devices.find((device) => device.name === "laptop");
  assert.ok(found);
  await devices.disconnectDevice({ userId: ALICE, deviceId: found.deviceId });
  await devices.revokeDevice({ userId: ALICE, deviceId: found.deviceId });
}

async function homes() {
  const iotas = new omega.IotasApi(operator);
  const made = await iotas.createIota({ iota: { publicKey: KEY }, idempotencyKey: "an iota" });
  const iotaId = made.iotaId!;
  assert.deepEqual(await iotas.getIota({ iotaId }), made);
  await iotas.putIota({ iotaId, iota: { publicKey: "b3RoZXI=" }, ifMatch: "*" });
  await iotas.patchIota({ iotaId, iotaPatch: { publicKey: KEY } });
  assert.ok((await iotas.listIotas({ limit: 100 })).iotas.length > 0);
  await refused(428, iotas.putIota({ iotaId, iota: { publicKey: "eA==" } }));
  await iotas.removeIota({ iotaId });
}

async function relays() {
  const omikrons = new omega.OmikronsApi(operator);
  const { publicKey } = await omikrons.getOmikron({ omikronId: 1 });
  const made = await omikrons.createOmikron({ omikron: { publicKey, location: "here" } });
  const omikronId = made.omikronId!;
  await omikrons.putOmikron({ omikronId, omikron: { publicKey, location: "there" }, ifMatch: "*" });
  const patched = await omikrons.patchOmikron({ omikronId, omikronPatch: { location: null } });
  assert.equal(patched.location, undefined);
  assert.equal((await omikrons.listOmikrons({ find: String(omikronId) })).omikrons.length, 1);
  await omikrons.removeOmikron({ omikronId });
}

async function users() {
  const users = new omega.UsersApi(operator);
  const carol = { username: "carol", publicKey: KEY, iotaId: HOME, about: "new" };
  const userId = (await users.createUser({ user: carol })).userId!;
  await refused(409, users.createUser({ user: carol }));
  const ifMatch = (await users.getUserRaw({ userId })).raw.headers.get("ETag")!;
  await users.putUser({ userId, user: { ...carol, display: "Carol" }, ifMatch });
  await refused(412, users.putUser({ userId, user: carol, ifMatch }));
  assert.equal((await users.patchUser({ userId, userPatch: { about: null } })).about, undefined);
  assert.equal((await users.listUsers({ find: "carol" })).users.length, 1);
  await users.putAvatar({ userId, body: PNG });
  assert.equal((await users.getAvatar({ userId })).size, PNG.size);
  await users.removeAvatar({ userId });
  assert.equal((await users.exportUser({ userId })).account.username, "carol");
  await users.removeUser({ userId });
  await refused(404, users.getUser({ userId }));
}

async function accounts() {
  const accounts = new omega.AccountsApi(operator);
  const taken = await accounts.importAccounts({
    importRequest: { accounts: [{ line: 1, iota: { iotaId: 5, publicKey: KEY } }] },
  });
  assert.equal(taken.made, 1);
  assert.ok((await accounts.exportAccounts({ kind: "iotas" })).accounts.length > 1);
}

async function operators() {
  const operators = new omega.OperatorsApi(operator);
  const name = "dora";
  const added = await operators.putOperator({ name, operatorRole: { role: "view" } });
  await operators.patchOperator({ name, operatorRole: { role: "operate" }, ifMatch: added.etag });
  assert.equal((await operators.getOperator({ name })).role, "operate");
  await enrolled("operator", (await operators.issueOperatorCode({ name })).code);
  const [{ certificateId }] = (await operators.listOperatorCertificates({ name })).certificates;
  await operators.revokeOperatorCertificate({ name, certificateId });
  assert.ok((await operators.listOperators({ most: 10 })).operators.some((each) => each.name === name));
  await operators.removeOperator({ name });
}

async function thisServer() {
  const api = new omega.ServerApi(operator);
  assert.equal((await api.getTrace({ userId: ALICE })).userId, ALICE);
  assert.ok((await api.getAudit({ find: "dora", most: 100 })).calls.length > 5);
  assert.ok(await api.getServer());
  assert.ok(await api.getHistory());
  await api.beginDrain();
  assert.notEqual((await api.getDrain()).state, "serving");
}

for (const part of [anybody, aUserItself, devices, homes, relays, users, accounts, operators, thisServer]) {
  await part();
}
console.log([...asked].sort().join("\n"));
process.exit(0);
