import { ArrivalBanner } from './components/arrival-banner.js';
import { ChatList } from './components/chat-list.js';
import { ChatPane } from './components/chat-pane.js';
import { ConnectionLine } from './components/connection-line.js';
import { Empty } from './components/empty.js';
import { MessageMenu } from './components/message-menu.js';
import { Nav } from './components/nav.js';
import { Notices } from './components/notices.js';
import { QuestionDialog } from './components/question-dialog.js';
import { People } from './people/people.js';
import { Person } from './people/person.js';
import { ReportDialog } from './reports/report-dialog.js';
import { SettingsMenu } from './settings/settings-menu.js';
import { SettingsPane } from './settings/settings-pane.js';
import { SignIn } from './sign-in/sign-in.js';
import { route, type Route } from './state/route.js';
import { phase } from './state/session.js';
import { texts } from './texts/index.js';

export function App() {
  return (
    <>
      {phase.value === 'signed-out' && <SignIn />}
      {phase.value === 'signed-in' && <Messenger />}
      <MessageMenu />
      <QuestionDialog />
      <ReportDialog />
      <Notices />
    </>
  );
}

function Messenger() {
  const pane = Pane();
  return (
    <div class="shell" data-pane={pane !== null}>
      <Nav />
      <main class="main">
        <section class="side" aria-label={texts.value.nav[sideOf(route.value)]}>
          <ConnectionLine />
          <ArrivalBanner />
          <List />
        </section>
        <div class="pane">
          {pane ?? (
            <div class="pane-empty">
              <Empty icon="chats" title={texts.value.chats.choose} />
            </div>
          )}
        </div>
      </main>
    </div>
  );
}

function sideOf({ screen }: Route): 'chats' | 'people' | 'settings' {
  return screen === 'people' || screen === 'settings' ? screen : 'chats';
}

function List() {
  switch (route.value.screen) {
    case 'people':
      return <People />;
    case 'settings':
      return <SettingsMenu />;
    default:
      return <ChatList />;
  }
}

/** What stands beside the list; null for nothing. */
function Pane() {
  const current = route.value;
  if (current.screen === 'chats' && current.chatId) return <ChatPane key={current.chatId} chatId={current.chatId} />;
  if (current.screen === 'people' && current.userId) return <Person key={current.userId} userId={current.userId} />;
  if (current.screen === 'settings' && current.section) return <SettingsPane section={current.section} />;
  return null;
}
