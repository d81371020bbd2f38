package im.kith.bench.pep;

import com.google.gson.JsonParser;
import im.kith.bench.Machine;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Two paired devices of kith on this machine; the second serves XMPP only when it is asked for, as it would work along. */
record Kith(Machine laptop, Login login, Machine phone) implements Server {

    private static final String JID = "juliet@capulet.lit";

    static Kith start(Path launcher, Path directory) throws IOException, InterruptedException {
        Machine laptop = new Machine(launcher, directory.resolve("laptop"));
        Machine phone = new Machine(launcher, directory.resolve("phone"));
        laptop.run("init", "--name", "laptop", "--jid", JID);
        Login here = serve(laptop);
        Process invite = laptop.start("device", "invite", "--json");
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(invite.getInputStream(), StandardCharsets.UTF_8))) {
            String code = JsonParser.parseString(String.valueOf(lines.readLine()))
                    .getAsJsonObject()
                    .get("code")
                    .getAsString();
            int port = laptop.json("status").getAsJsonObject().get("port").getAsInt();
            phone.run("join", code, "--name", "phone", "--peer", "127.0.0.1:" + port);
        }
        invite.waitFor();
        return new Kith(laptop, here, phone);
    }

    @Override
    public Login otherDevice() throws IOException {
        try {
            Login there = serve(phone);
            phone.run("sync");
            return there;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    private static Login serve(Machine machine) throws IOException, InterruptedException {
        int port = Daemon.freePort();
        machine.run("up", "--interface", "127.0.0.1", "--xmpp", String.valueOf(port));
        String token = machine.json("token", "add", "bench")
                .getAsJsonObject()
                .get("token")
                .getAsString();
        return new Login(port, "juliet", "capulet.lit", token, false);
    }

    @Override
    public String name() {
        return "kith";
    }

    @Override
    public void close() throws IOException {
        try {
            phone.run("down");
            laptop.run("down");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
