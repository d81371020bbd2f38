package im.kith.cli.command;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import picocli.CommandLine;

/** Every command by name, in the order of the help; made when it is needed. */
final class Commands {

    private static final Map<String, Supplier<Object>> ALL = all();

    private Commands() {}

    private static Map<String, Supplier<Object>> all() {
        Map<String, Supplier<Object>> all = new LinkedHashMap<>();
        all.put("init", InitCommand::new);
        all.put("add", AddCommand::new);
        all.put("list", ListCommand::new);
        all.put("search", SearchCommand::new);
        all.put("show", ShowCommand::new);
        all.put("edit", EditCommand::new);
        all.put("rm", RemoveCommand::new);
        all.put("group", GroupCommand::new);
        all.put("import", ImportCommand::new);
        all.put("export", ExportCommand::new);
        all.put("up", UpCommand::new);
        all.put("down", DownCommand::new);
        all.put("status", StatusCommand::new);
        all.put("device", DeviceCommand::new);
        all.put("join", JoinCommand::new);
        all.put("sync", SyncCommand::new);
        all.put("watch", WatchCommand::new);
        all.put("daemon", DaemonCommand::new);
        all.put("node", NodeCommand::new);
        all.put("demo", DemoCommand::new);
        all.put("version", VersionCommand::new);
        all.put("help", HelpCommand::new);
        all.put("completion", CompletionCommand::new);
        return all;
    }

    /** Adds the commands whose names occur among {@code arguments}; false if none does. */
    static boolean addNamed(CommandLine line, String... arguments) {
        boolean any = false;
        for (String argument : arguments) {
            Supplier<Object> command = ALL.get(argument);
            if (command != null && !line.getSubcommands().containsKey(argument)) {
                CommandLine added = new CommandLine(command.get());
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
        for (String name : ALL.keySet()) {
            if (!line.getSubcommands().containsKey(name)) {
                addNamed(line, name);
            }
        }
    }
}
