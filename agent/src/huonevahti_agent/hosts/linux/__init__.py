"""The Linux kiosk: one small file for each part of the machine, joined in `LinuxHost`."""

from huonevahti_agent.hosts.linux.linux_host import LinuxHost

__all__ = ["LinuxHost"]
