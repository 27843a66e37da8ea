final: prev: {
  linux_custom = prev.linux_6_12.override {
    structuredExtraConfig = with final.lib.kernel; {
      ANDROID_BINDER_IPC = yes;
      ANDROID_BINDERFS = yes;
    };
  };
}
