package net.tensamin.omega.embedded;

import java.io.IOException;
import java.nio.channels.FileChannel;
import org.h2.store.fs.FilePath;
import org.h2.store.fs.FilePathWrapper;

/** Files of a {@link PowerCutDisk}: {@code cut:} before a path in memory. Public, as H2 makes them itself. */
public class CutPath extends FilePathWrapper {
    private static volatile PowerCutDisk disk;

    /** What is opened from now on is on this disk. */
    static void use(PowerCutDisk next) {
        FilePath.register(new CutPath());
        disk = next;
    }

    @Override
    public String getScheme() {
        return "cut";
    }

    @Override
    public FileChannel open(String mode) throws IOException {
        FileChannel file = getBase().open(mode);
        return mode.equals("r") ? file : new CutFile(file, disk.file(getBase().toString(), file));
    }

    @Override
    public void delete() {
        disk.deleted(getBase().toString());
        super.delete();
    }
}
