package im.kith.storage;

import im.kith.core.replica.StoreException;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.ReadOnlyFileSystemException;
import java.sql.BatchUpdateException;
import java.util.Locale;
import org.h2.api.ErrorCode;
import org.h2.jdbc.JdbcException;
import org.h2.mvstore.DataUtils;
import org.h2.mvstore.MVStoreException;
import org.jspecify.annotations.Nullable;

/**
 * Tells from an exception what is wrong with the disk.
 *
 * <p>The system's error texts come in the user's language, so that beside them the file system itself is asked.
 */
final class Failures {

    /** Octets free below which a failed write is put down to a full disk. */
    private static final long NEARLY_NOTHING = 256 * 1024;

    private static final long MUCH_MEMORY = 64L << 20;

    private Failures() {}

    static StoreException.Kind kind(Throwable failure, Path place) {
        boolean disk = false;
        boolean damaged = false;
        for (Throwable cause = failure; cause != null; cause = beneath(cause)) {
            String text = String.valueOf(cause.getMessage()).toLowerCase(Locale.ROOT);
            if (text.contains("no space left") || text.contains("quota exceeded")) {
                return StoreException.Kind.FULL;
            }
            if (cause instanceof AccessDeniedException
                    || cause instanceof ReadOnlyFileSystemException
                    || text.contains("read-only")
                    || text.contains("permission denied")) {
                return StoreException.Kind.READ_ONLY;
            }
            if (cause instanceof ClosedChannelException) {
                return StoreException.Kind.OTHER;
            }
            disk |= cause instanceof IOException || isWriting(cause);
            damaged |= isDamage(cause);
        }
        StoreException.Kind otherwise = damaged ? StoreException.Kind.DAMAGED : StoreException.Kind.OTHER;
        return disk ? askDisk(place, otherwise) : otherwise;
    }

    /** A failed batch has what happened not as its cause but as the next exception. */
    private static @Nullable Throwable beneath(Throwable failure) {
        return failure instanceof BatchUpdateException batch && batch.getNextException() != null
                ? batch.getNextException()
                : failure.getCause();
    }

    private static boolean isWriting(Throwable cause) {
        return cause instanceof MVStoreException mv && mv.getErrorCode() == DataUtils.ERROR_WRITING_FAILED;
    }

    /** Kith's own SQL is right, so that what H2 stumbles over in general is the file. */
    private static boolean isDamage(Throwable cause) {
        if (cause instanceof MVStoreException mv) {
            return switch (mv.getErrorCode()) {
                case DataUtils.ERROR_FILE_CORRUPT,
                        DataUtils.ERROR_READING_FAILED,
                        DataUtils.ERROR_SERIALIZATION,
                        DataUtils.ERROR_CHUNK_NOT_FOUND,
                        DataUtils.ERROR_BLOCK_NOT_FOUND,
                        DataUtils.ERROR_TRANSACTION_CORRUPT,
                        DataUtils.ERROR_UNKNOWN_DATA_TYPE,
                        DataUtils.ERROR_UNSUPPORTED_FORMAT,
                        DataUtils.ERROR_INTERNAL -> true;
                default -> false;
            };
        }
        if (cause instanceof JdbcException jdbc) {
            return switch (jdbc.getErrorCode()) {
                case ErrorCode.GENERAL_ERROR_1,
                        ErrorCode.FILE_CORRUPTED_1,
                        ErrorCode.FILE_VERSION_ERROR_1,
                        ErrorCode.TABLE_OR_VIEW_NOT_FOUND_1,
                        ErrorCode.TABLE_OR_VIEW_NOT_FOUND_DATABASE_EMPTY_1,
                        ErrorCode.WRONG_USER_OR_PASSWORD,
                        ErrorCode.SERIALIZATION_FAILED_1,
                        ErrorCode.DESERIALIZATION_FAILED_1 -> true;
                default -> false;
            };
        }
        return cause instanceof IndexOutOfBoundsException || (cause instanceof OutOfMemoryError && muchMemoryLeft());
    }

    /** Then what was asked for was absurd: a length that was read from a damaged page. */
    private static boolean muchMemoryLeft() {
        Runtime runtime = Runtime.getRuntime();
        return runtime.maxMemory() - runtime.totalMemory() + runtime.freeMemory() > MUCH_MEMORY;
    }

    private static StoreException.Kind askDisk(Path place, StoreException.Kind otherwise) {
        try {
            FileStore disk = Files.getFileStore(place);
            if (disk.isReadOnly()) {
                return StoreException.Kind.READ_ONLY;
            }
            return disk.getUsableSpace() < NEARLY_NOTHING ? StoreException.Kind.FULL : otherwise;
        } catch (IOException e) {
            return otherwise;
        }
    }

    /** What went wrong with {@code file}, and what to do about it. */
    static StoreException store(Throwable failure, Path file) {
        StoreException.Kind kind = kind(failure, PrivateFiles.directoryOf(file));
        return new StoreException(kind, describe(kind, file, failure), failure);
    }

    static HomeException home(IOException failure, Path file) {
        StoreException.Kind kind = kind(failure, nearest(file));
        return new HomeException(HomeException.Kind.valueOf(kind.name()), describe(kind, file, failure), failure);
    }

    private static Path nearest(Path file) {
        Path place = file.toAbsolutePath();
        while (!Files.exists(place) && place.getParent() != null) {
            place = place.getParent();
        }
        return place;
    }

    private static String describe(StoreException.Kind kind, Path file, Throwable failure) {
        return switch (kind) {
            case FULL -> "the disk is full, writing " + file + "; make room and try again";
            case READ_ONLY -> "cannot write " + file + ": it, or the file system, is read-only for this user";
            case DAMAGED ->
                "the store " + file
                        + " is damaged; keep a copy of it, then restore a backup, or join again from another device";
            case NEWER, OTHER ->
                "cannot use " + file + ": "
                        + String.valueOf(failure.getMessage())
                                .lines()
                                .findFirst()
                                .orElse("");
        };
    }
}
