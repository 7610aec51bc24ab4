/** grpc-js counts each call and message for a service of its own that nobody asks here: metrics say as much. */
export const NO_CHANNELZ = { 'grpc.enable_channelz': 0 };
