package net.tensamin.omega.device;

import java.util.List;

/**
 * What became of a batch of cursors; all but these were written.
 *
 * @param late those that moved nothing because their device has been claimed since
 * @param waiting those whose device or account another transaction has locked: they are to be written another time
 */
public record WrittenCursors(List<DeviceCursor> late, List<DeviceCursor> waiting) {
    public WrittenCursors {
        late = List.copyOf(late);
        waiting = List.copyOf(waiting);
    }
}
