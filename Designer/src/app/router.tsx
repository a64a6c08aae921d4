import { createBrowserRouter, Navigate } from 'react-router';
import { HomePage } from '../features/home/home-page';
import { ProcessesPage } from '../features/processes/processes-page';
import { ProcessPage } from '../features/processes/process-page';
import { DesignPage } from '../features/processes/design-page';
import { VersionsPage } from '../features/processes/versions-page';
import { ProcessRequestsPage } from '../features/processes/process-requests-page';
import { NewRequestPage } from '../features/requests/new-request-page';
import { RequestPage } from '../features/requests/request-page';
import { SignInPage } from '../features/session/sign-in-page';
import { TaskPage } from '../features/tasks/task-page';
import { BrokenPage, NotFoundPage } from '../shared/states';
import { Shell } from './shell';

export const router = createBrowserRouter([
  { path: '/sign-in', element: <SignInPage />, errorElement: <BrokenPage /> },
  {
    element: <Shell />,
    errorElement: <BrokenPage />,
    children: [
      { path: '/', element: <HomePage /> },
      { path: '/new/:process', element: <NewRequestPage /> },
      { path: '/tasks/:id', element: <TaskPage /> },
      { path: '/requests/:reference', element: <RequestPage /> },
      { path: '/processes', element: <ProcessesPage /> },
      {
        path: '/processes/:id',
        element: <ProcessPage />,
        children: [
          { index: true, element: <Navigate to="design" replace /> },
          { path: 'design', element: <DesignPage /> },
          { path: 'versions', element: <VersionsPage /> },
          { path: 'requests', element: <ProcessRequestsPage /> },
        ],
      },
      { path: '*', element: <NotFoundPage /> },
    ],
  },
]);
