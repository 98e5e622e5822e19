package net.tensamin.omega.embedded;

import java.io.File;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.h2.store.fs.FilePath;
import org.h2.store.fs.disk.FilePathDisk;

/** Where a file is: that it is there has to be on the disk, too. */
record Folder(FilePath path) {
    static Folder of(FilePath file) {
        return new Folder(file.getParent());
    }

    /** Windows cannot, and need not. */
    void sync() throws IOException {
        if (path instanceof FilePathDisk && File.separatorChar == '/') {
            try (FileChannel folder = FileChannel.open(Path.of(path.toString()), StandardOpenOption.READ)) {
                folder.force(true);
            }
        }
    }
}
