package im.kith.cli.command;

import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/** Every command by name, in the order of the help; made when it is needed. */
final class Commands {

    private static final List<String> NAMES = List.of(
            "init",
            "add",
            "list",
            "search",
            "show",
            "edit",
            "rm",
            "group",
            "dupes",
            "merge",
            "history",
            "undo",
            "import",
            "export",
            "backup",
            "restore",
            "up",
            "down",
            "status",
            "device",
            "join",
            "sync",
            "watch",
            "doctor",
            "daemon",
            "passphrase",
            "privacy",
            "node",
            "token",
            "demo",
            "version",
            "help",
            "completion");

    private Commands() {}

    /** The command called {@code name}; null if there is none. A switch, since a table of constructors is slow to make. */
    private static @Nullable Object make(String name) {
        return switch (name) {
            case "init" -> new InitCommand();
            case "add" -> new AddCommand();
            case "list" -> new ListCommand();
            case "search" -> new SearchCommand();
            case "show" -> new ShowCommand();
            case "edit" -> new EditCommand();
            case "rm" -> new RemoveCommand();
            case "group" -> new GroupCommand();
            case "dupes" -> new DupesCommand();
            case "merge" -> new MergeCommand();
            case "history" -> new HistoryCommand();
            case "undo" -> new UndoCommand();
            case "import" -> new ImportCommand();
            case "export" -> new ExportCommand();
            case "backup" -> new BackupCommand();
            case "restore" -> new RestoreCommand();
            case "up" -> new UpCommand();
            case "down" -> new DownCommand();
            case "status" -> new StatusCommand();
            case "device" -> new DeviceCommand();
            case "join" -> new JoinCommand();
            case "sync" -> new SyncCommand();
            case "watch" -> new WatchCommand();
            case "doctor" -> new DoctorCommand();
            case "daemon" -> new DaemonCommand();
            case "passphrase" -> new PassphraseCommand();
            case "privacy" -> new PrivacyCommand();
            case "node" -> new NodeCommand();
            case "token" -> new TokenCommand();
            case "demo" -> new DemoCommand();
            case "version" -> new VersionCommand();
            case "help" -> new HelpCommand();
            case "completion" -> new CompletionCommand();
            default -> null;
        };
    }

    /** Adds the commands whose names occur among {@code arguments}; false if none does. */
    static boolean addNamed(CommandLine line, String... arguments) {
        boolean any = false;
        for (String argument : arguments) {
            Object command = line.getSubcommands().containsKey(argument) ? null : make(argument);
            if (command != null) {
                CommandLine added = new CommandLine(command);
                line.addSubcommand(argument, added);
                added.setUsageHelpWidth(line.getUsageHelpWidth());
                added.setColorScheme(line.getColorScheme());
                added.setCaseInsensitiveEnumValuesAllowed(true);
                any = true;
            }
        }
        return any;
    }

    static void addAll(CommandLine line) {
        for (String name : NAMES) {
            if (!line.getSubcommands().containsKey(name)) {
                addNamed(line, name);
            }
        }
    }
}
