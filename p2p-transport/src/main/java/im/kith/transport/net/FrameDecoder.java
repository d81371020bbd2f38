package im.kith.transport.net;

import im.kith.core.octets.MalformedException;
import im.kith.transport.wire.WireCodec;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.util.List;

/** Cuts a stream into frames and reads them; after the first that is malformed it reads nothing more. */
final class FrameDecoder extends ByteToMessageDecoder {

    private final int most;
    private boolean failed;

    /** {@code most} octets to a frame, its length not counted. */
    FrameDecoder(int most) {
        this.most = most;
    }

    @Override
    protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) throws MalformedException {
        if (failed) {
            in.skipBytes(in.readableBytes());
            return;
        }
        if (in.readableBytes() < WireCodec.PREFIX) {
            return;
        }
        long length = in.getUnsignedInt(in.readerIndex());
        if (length < 1 || length > most) {
            failed = true;
            throw new MalformedException("frame of " + length + " octets, not 1 to " + most);
        }
        if (in.readableBytes() < WireCodec.PREFIX + length) {
            return;
        }
        in.skipBytes(WireCodec.PREFIX);
        byte[] octets = new byte[(int) length];
        in.readBytes(octets);
        try {
            out.add(WireCodec.decode(octets));
        } catch (MalformedException e) {
            failed = true;
            throw e;
        }
    }
}
