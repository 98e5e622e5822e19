/**
 * What the operations page shows: one reading of this server a second while somebody looks, sent to each viewer as server-sent
 * events; and who may look. May import any component. Out of scope: the page itself, which is {@code src/main/webapp/page}.
 */
package net.tensamin.omega.operations.live;
