"""The catalogue of what can happen to the world: each a word, what it takes, and what it does."""

from __future__ import annotations

from huonevahti_fleet.scenarios.happenings._happening import Happening, Passing, Step, Wide
from huonevahti_fleet.scenarios.happenings.call import (
    FewPictures,
    LossyCall,
    SendDocumentCamera,
    SendNoCamera,
    SlowCall,
    StopCameraOfCall,
    UnevenCall,
)
from huonevahti_fleet.scenarios.happenings.devices import (
    Flap,
    MovePlug,
    PlugIn,
    PlugStranger,
    StandIn,
    SwapCameras,
    Unplug,
)
from huonevahti_fleet.scenarios.happenings.hands import HoldButton, NeverPress
from huonevahti_fleet.scenarios.happenings.kiosk import (
    ApplicationSays,
    ApplicationSilent,
    BlankPage,
    BlindPage,
    CrashPage,
    HandOver,
    HangPage,
    HideButton,
    PageError,
    PageErrors,
    ReorderPage,
    RestartBrowserOften,
    ShowForeignPage,
    StopBrowser,
)
from huonevahti_fleet.scenarios.happenings.network import (
    BlockRelay,
    BlockUdp,
    CaptivePortal,
    ChangeCertificate,
    CutLine,
    Intercept,
    LoseIpv4,
    LoseIpv6,
    LosePackets,
    ServiceDown,
    SetProxy,
    ShakeLine,
    ShrinkPackets,
    SlowLine,
    StopGateway,
    StopNames,
)
from huonevahti_fleet.scenarios.happenings.ours import BrokerAway, Complain, ServerAway
from huonevahti_fleet.scenarios.happenings.power import (
    Crash,
    CutPower,
    Freeze,
    PressMachine,
    Reboot,
    ShiftClock,
    StopAgent,
    Visit,
)
from huonevahti_fleet.scenarios.happenings.senses import (
    BlindCamera,
    BoostMicrophone,
    CoverLens,
    Crackle,
    DropSound,
    FreezeCamera,
    HoldScreen,
    Hum,
    LightsOut,
    MoveMicrophone,
    SilenceSpeakers,
    StopPictures,
    TearSpeakers,
)
from huonevahti_fleet.scenarios.happenings.sound import LoseDefault, Mute, SetVolume, StopSound, Unmute

__all__ = ["AnyHappening", "Happening", "Passing", "Step", "Wide"]

AnyHappening = (
    Unplug
    | PlugIn
    | SwapCameras
    | MovePlug
    | StandIn
    | PlugStranger
    | Flap
    | HoldButton
    | NeverPress
    | Mute
    | Unmute
    | SetVolume
    | LoseDefault
    | StopSound
    | CoverLens
    | BlindCamera
    | FreezeCamera
    | StopPictures
    | LightsOut
    | Crackle
    | Hum
    | DropSound
    | BoostMicrophone
    | MoveMicrophone
    | SilenceSpeakers
    | TearSpeakers
    | HoldScreen
    | CutLine
    | StopGateway
    | StopNames
    | LosePackets
    | SlowLine
    | Intercept
    | ServiceDown
    | ChangeCertificate
    | BlockUdp
    | BlockRelay
    | CaptivePortal
    | SetProxy
    | ShrinkPackets
    | LoseIpv4
    | LoseIpv6
    | ShakeLine
    | CrashPage
    | HangPage
    | StopBrowser
    | RestartBrowserOften
    | HideButton
    | ShowForeignPage
    | PageError
    | BlankPage
    | HandOver
    | PageErrors
    | BlindPage
    | ReorderPage
    | ApplicationSays
    | ApplicationSilent
    | LossyCall
    | UnevenCall
    | SlowCall
    | FewPictures
    | SendDocumentCamera
    | SendNoCamera
    | StopCameraOfCall
    | Reboot
    | CutPower
    | Crash
    | Freeze
    | StopAgent
    | PressMachine
    | ShiftClock
    | Visit
    | Complain
    | BrokerAway
    | ServerAway
)
"""Every happening there is; the reference lists them in this order."""
